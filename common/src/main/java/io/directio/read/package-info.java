// SPDX-License-Identifier: Apache-2.0

/**
 * From splits to blocks. {@link io.directio.read.DirectIOClient} is the door: metadata and plans,
 * the Blocks API (any order), the Streamer API (in order), and {@link io.directio.read.BlockReader}
 * for engines. Behind it, {@code BlockLeases} is the only holder of signed URLs and keys, {@code
 * BlockFetcher} makes one attempt at one block, {@code BlockPump} keeps many of them in flight, and
 * {@code ByteBudget} bounds the memory of all of it.
 */
package io.directio.read;

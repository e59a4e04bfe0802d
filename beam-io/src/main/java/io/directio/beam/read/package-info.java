// SPDX-License-Identifier: Apache-2.0
/**
 * From file references to blocks, in two steps:
 *
 * <ol>
 *   <li>{@link io.directio.beam.read.ReadSmallFilesFn} lists each file, many at the same time.
 *       Small ones it reads on the spot: one portal call each. Larger ones it passes on;
 *   <li>{@link io.directio.beam.read.ReadLargeFilesFn}, a splittable function over the bytes of a
 *       file, reads those on as many workers as there are. If no file counts as small, {@link
 *       io.directio.beam.read.ListFilesFn} takes the place of the first, and all blocks come from
 *       here.
 * </ol>
 *
 * <p>All read with the core's {@link io.directio.read.BlockReader}, of a client that all instances
 * in a JVM share. Signed URLs and keys stay in that client: what goes through a shuffle is file
 * references and byte ranges.
 */
package io.directio.beam.read;

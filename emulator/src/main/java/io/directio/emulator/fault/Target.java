// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

/**
 * The request that a fault may strike.
 *
 * @param fileId as in the listing or the block's URL; -1 when it names none
 * @param block number from 1; 0 for the portal
 * @param host index of the storage host; -1 for the portal
 */
public record Target(long fileId, int block, int host) {}

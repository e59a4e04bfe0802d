// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

/**
 * What a client has done since it was opened.
 *
 * @param listings files that the portal was asked for, retries of the same call not counted
 * @param blocks blocks that were read
 * @param bytes bytes in those blocks, decoded
 * @param storedBytes bytes that came from the storage for them
 * @param retries attempts at a block beyond its first, for whatever reason
 * @param throttled those of them that followed on a 429 or 503
 * @param renewals those of them that were made with a new signed URL
 * @param hedges second requests for blocks that took long
 */
public record ReadStatistics(
    long listings,
    long blocks,
    long bytes,
    long storedBytes,
    long retries,
    long throttled,
    long renewals,
    long hedges) {}

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
 * @param damaged those of them that were made because what had come could not be decoded
 * @param hedges second requests for blocks that took long
 * @param listing calls of the portal for a file, with their own retries and their waiting for a
 *     turn
 * @param get requests for a block's object, up to its last byte
 * @param decryption decryptions of a block
 * @param decompression decompressions of a block
 * @param memory bytes of memory that blocks hold now, from before they are fetched until they are
 *     given back
 * @param memoryWaitNanos how long there was somebody who could not fetch for want of memory, in
 *     nanoseconds
 * @param throttledNanos how long there was a block or a portal call that waited because of a 429 or
 *     503, in nanoseconds; time in which there were both counts twice
 * @param limitedNanos how long there was a request or a block that waited because of {@link
 *     ClientOptions#maxRequestsPerSecond()} or {@link ClientOptions#maxTransferRate()}, in
 *     nanoseconds, of all in this JVM that share the limit; time in which there were both counts
 *     twice
 */
public record ReadStatistics(
    long listings,
    long blocks,
    long bytes,
    long storedBytes,
    long retries,
    long throttled,
    long renewals,
    long damaged,
    long hedges,
    Timing listing,
    Timing get,
    Timing decryption,
    Timing decompression,
    long memory,
    long memoryWaitNanos,
    long throttledNanos,
    long limitedNanos) {

  /** What a client has done that was never opened. */
  public static final ReadStatistics NONE =
      new ReadStatistics(
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          Timing.NONE,
          Timing.NONE,
          Timing.NONE,
          Timing.NONE,
          0,
          0,
          0,
          0);
}

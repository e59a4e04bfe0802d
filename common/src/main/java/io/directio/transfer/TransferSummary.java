// SPDX-License-Identifier: Apache-2.0
package io.directio.transfer;

/**
 * What a transfer came to.
 *
 * @param ok files that were published
 * @param skipped files that the destination held already
 * @param failed files that could not be transferred
 * @param writtenBytes bytes that were read and written, also of files that failed later
 * @param resumedBytes bytes that an earlier run had left at the destination
 */
public record TransferSummary(
    long ok, long skipped, long failed, long writtenBytes, long resumedBytes) {

  /** Number of files that have ended. */
  public long files() {
    return ok + skipped + failed;
  }
}

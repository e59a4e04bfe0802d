// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import io.directio.ErrorCode;
import java.util.Map;

/**
 * What an export would do.
 *
 * @param files files that would be exported
 * @param bytes bytes of those
 * @param blocks blocks that would be fetched for them: a request to the storage each
 * @param bytesThere bytes of those files that an interrupted export has left, and that would not be
 *     fetched again
 * @param skipped files that are there already
 * @param bytesSkipped bytes of those
 * @param failures files that would fail, counted by why
 */
public record DryRunSummary(
    long files,
    long bytes,
    long blocks,
    long bytesThere,
    long skipped,
    long bytesSkipped,
    Map<ErrorCode, Long> failures) {

  /** Number of files that would fail. */
  public long failed() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Number of all files: the portal is asked for each of them once. */
  public long all() {
    return files + skipped + failed();
  }

  /** Bytes that would be fetched, as the files have them. */
  public long toFetch() {
    return bytes - bytesThere;
  }
}

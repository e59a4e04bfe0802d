// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.BlockDownloadException;
import io.directio.BlockInfo;
import io.directio.BlockTimeoutException;
import io.directio.BlockValidationException;
import io.directio.read.FetchFailure.Remedy;
import java.time.Duration;
import java.util.Optional;

/** What the status of a storage's answer means for a block, if it is not the block. */
final class StorageStatus {

  private StorageStatus() {}

  /**
   * The failure that a status stands for.
   *
   * @param detail what else is known, such as the storage's error code; empty if nothing
   * @param retryAfter how long the answer asks to wait
   */
  static FetchFailure failure(
      long fileId, BlockInfo block, int status, String detail, Optional<Duration> retryAfter) {
    String answer = "the storage answered " + status + (detail.isEmpty() ? "" : " " + detail);
    return switch (remedy(status)) {
      case WAIT ->
          new FetchFailure(
              Remedy.WAIT,
              new BlockDownloadException(
                  fileId, block, answer + ": it is overloaded; lower the concurrency, or wait"),
              retryAfter);
      case RENEW ->
          new FetchFailure(
              Remedy.RENEW,
              new BlockDownloadException(
                  fileId,
                  block,
                  answer + " to fresh URLs: the portal's access to its storage may be broken"));
      case RENEW_ONCE ->
          new FetchFailure(
              Remedy.RENEW_ONCE,
              new BlockDownloadException(
                  fileId, block, answer + ": the block is missing in the storage"));
      case REFETCH ->
          new FetchFailure(
              Remedy.REFETCH,
              new BlockValidationException(
                  fileId, block, answer + ": the stored object is shorter than was listed"));
      case RETRY ->
          new FetchFailure(
              Remedy.RETRY,
              status == 408 || status == 504
                  ? new BlockTimeoutException(fileId, block, answer)
                  : new BlockDownloadException(fileId, block, answer));
      case NONE -> new FetchFailure(Remedy.NONE, new BlockDownloadException(fileId, block, answer));
    };
  }

  /** What may help against a status that is neither 200 nor 206. */
  static Remedy remedy(int status) {
    return switch (status) {
      // 400: Google says so of an expired URL, S3 of one whose token has expired.
      case 400, 401, 403 -> Remedy.RENEW;
      case 404, 410 -> Remedy.RENEW_ONCE;
      case 416 -> Remedy.REFETCH;
      case 429, 503 -> Remedy.WAIT;
      case 408, 425, 500, 502, 504 -> Remedy.RETRY;
      default -> status >= 500 ? Remedy.RETRY : Remedy.NONE;
    };
  }
}

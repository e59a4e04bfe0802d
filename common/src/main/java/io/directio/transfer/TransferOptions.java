// SPDX-License-Identifier: Apache-2.0
package io.directio.transfer;

import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link Transfer} works.
 *
 * @param filesAtOnce how many files may be on their way; default 4096
 * @param writers threads that write; default the number of processors, at least 2
 * @param commitFiles how many complete files are published together; default 1000
 * @param commitInterval after how long what was written is made durable, and published if it is
 *     complete, even if there is not much of it: an interruption loses no more than this; default 2
 *     seconds
 * @param failFast whether the first file that fails ends the transfer; default false
 */
public record TransferOptions(
    int filesAtOnce, int writers, int commitFiles, Duration commitInterval, boolean failFast) {

  /** The defaults. */
  public static final TransferOptions DEFAULT =
      new TransferOptions(
          4096,
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          1000,
          Duration.ofSeconds(2),
          false);

  public TransferOptions {
    Objects.requireNonNull(commitInterval, "commitInterval");
    if (filesAtOnce < 1 || writers < 1 || commitFiles < 1 || commitInterval.isNegative()) {
      throw new IllegalArgumentException("Not a way to work");
    }
  }

  /** The same with another number of files on their way. */
  public TransferOptions withFilesAtOnce(int files) {
    return new TransferOptions(files, writers, commitFiles, commitInterval, failFast);
  }

  /** The same with another number of writing threads. */
  public TransferOptions withWriters(int threads) {
    return new TransferOptions(filesAtOnce, threads, commitFiles, commitInterval, failFast);
  }

  /** The same with another number of files published together. */
  public TransferOptions withCommitFiles(int files) {
    return new TransferOptions(filesAtOnce, writers, files, commitInterval, failFast);
  }

  /** The same with another time between commits. */
  public TransferOptions withCommitInterval(Duration interval) {
    return new TransferOptions(filesAtOnce, writers, commitFiles, interval, failFast);
  }

  /** The same, ending with the first failure or not. */
  public TransferOptions withFailFast(boolean fast) {
    return new TransferOptions(filesAtOnce, writers, commitFiles, commitInterval, fast);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.split;

import io.directio.FileRef;
import java.io.Serializable;
import java.util.Objects;

/**
 * One file of the job's input, to be read; or, if it was deleted, only to be told of.
 *
 * @param ordinal the file's place in the input, from 0; unlike the file's id it is unique even if
 *     the input names a file twice
 * @param attempt how often the file was begun, from 1: a file that changes while it is read is
 *     begun once more
 * @param file the file
 * @param eventTime when it was last changed, in milliseconds since the epoch; {@link #NO_TIME} if
 *     nobody has told
 * @param deleted whether it was deleted, so that there is nothing to read
 */
public record FileTask(long ordinal, int attempt, FileRef file, long eventTime, boolean deleted)
    implements Serializable {

  /** Stands for a time that nobody has told. */
  public static final long NO_TIME = Long.MIN_VALUE;

  private static final long serialVersionUID = 1L;

  /** A file that changes during this attempt is given up. */
  private static final int LAST_ATTEMPT = 2;

  public FileTask {
    Objects.requireNonNull(file, "file");
  }

  /** A file that is there. */
  public FileTask(long ordinal, int attempt, FileRef file, long eventTime) {
    this(ordinal, attempt, file, eventTime, false);
  }

  /** A file that is there, and of which no time is known. */
  public FileTask(long ordinal, int attempt, FileRef file) {
    this(ordinal, attempt, file, NO_TIME);
  }

  /** A file that nobody has begun. */
  public static FileTask first(long ordinal, FileRef file) {
    return new FileTask(ordinal, 1, file, NO_TIME);
  }

  /** Whether the file is given up if it changes now. */
  public boolean isLastAttempt() {
    return attempt >= LAST_ATTEMPT;
  }

  /** The same file, to be begun once more. */
  public FileTask again() {
    return new FileTask(ordinal, attempt + 1, file, eventTime, deleted);
  }
}

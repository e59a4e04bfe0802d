// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * Stops the whole job, without another attempt: every other file would fail for the same reason, or
 * the job was asked to fail fast. The message says what to do.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class JobStoppedException extends DirectIOException {

  private static final long serialVersionUID = 1L;

  /** Stops because of an error that concerns every file. */
  public JobStoppedException(DirectIOException cause) {
    this(cause.code(), cause.getMessage(), cause);
  }

  /**
   * What to throw when the portal can't tell what there is to read: what it is, if the same may go
   * well later, so that the job is restarted; else an end of the job.
   */
  public static DirectIOException unlessTemporary(DirectIOException failure) {
    boolean mayRecover = failure.code().isTemporary() && !failure.code().isFatal();
    return mayRecover ? failure : new JobStoppedException(failure);
  }

  /**
   * The input can't be told. If the portal is away the job is restarted, as often as its restart
   * strategy says; anything else would be the same the next time.
   *
   * @return to be thrown
   */
  public static RuntimeException ofInput(Throwable failure) {
    if (failure instanceof DirectIOException known) {
      return new UncheckedIOException(unlessTemporary(known));
    }
    if (failure instanceof IOException known) {
      return new UncheckedIOException(
          new JobStoppedException(ErrorCode.INVALID_REQUEST, known.getMessage(), known));
    }
    return new IllegalStateException("Reading the list of files failed unexpectedly", failure);
  }

  /** Stops because of what is said. */
  public JobStoppedException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** Stops because of what is said, and of what led to it. */
  public JobStoppedException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}

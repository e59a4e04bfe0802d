// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
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

  /** Stops because of what is said. */
  public JobStoppedException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** Stops because of what is said, and of what led to it. */
  public JobStoppedException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}

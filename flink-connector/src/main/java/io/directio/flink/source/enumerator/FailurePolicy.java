// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.flink.JobStoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Says which failures concern a single file, which ones restart the job, and which ones end it. */
record FailurePolicy(boolean failFast) {

  /**
   * The input can't be told. If the portal is away the job is restarted, as often as its restart
   * strategy says; anything else would be the same the next time.
   *
   * @return to be thrown
   */
  static RuntimeException ofInput(Throwable failure) {
    if (failure instanceof DirectIOException known) {
      return new UncheckedIOException(JobStoppedException.unlessTemporary(known));
    }
    if (failure instanceof IOException known) {
      return new UncheckedIOException(
          new JobStoppedException(ErrorCode.INVALID_REQUEST, known.getMessage(), known));
    }
    return new IllegalStateException("Reading the list of files failed unexpectedly", failure);
  }

  /** A file can't be planned, and that concerns nothing else; otherwise throws. */
  DirectIOException ofFile(Throwable failure) {
    DirectIOException known = LargeFiles.expected(failure);
    if (known.code().isFatal() || failFast) {
      throw new UncheckedIOException(new JobStoppedException(known));
    }
    return known;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.DirectIOException;
import io.directio.flink.JobStoppedException;
import java.io.UncheckedIOException;

/** Says which failures concern a single file, and which ones end the job. */
record FailurePolicy(boolean failFast) {

  /** A file can't be planned, and that concerns nothing else; otherwise throws. */
  DirectIOException ofFile(Throwable failure) {
    DirectIOException known = LargeFiles.expected(failure);
    if (known.code().isFatal() || failFast) {
      throw new UncheckedIOException(new JobStoppedException(known));
    }
    return known;
  }
}

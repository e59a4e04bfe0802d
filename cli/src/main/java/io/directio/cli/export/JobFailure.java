// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import io.directio.DirectIOException;
import java.io.IOException;

/** Finds what made a job fail among all that Flink wraps around it. */
final class JobFailure {

  private JobFailure() {}

  static IOException of(Throwable failure) {
    Throwable last = null;
    for (Throwable cause = failure; cause != null && cause != last; cause = cause.getCause()) {
      if (cause instanceof DirectIOException known) {
        return known;
      }
      last = cause;
    }
    return new IOException(
        "The Flink job failed: " + (last == null ? "Flink did not say why" : text(last)), failure);
  }

  private static String text(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}

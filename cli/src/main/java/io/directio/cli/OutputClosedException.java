// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import java.io.IOException;
import java.util.Locale;

/**
 * The reader of the output went away, as {@code head} does when it has seen enough: no reason to
 * complain.
 */
final class OutputClosedException extends IOException {

  private static final long serialVersionUID = 1L;

  OutputClosedException() {
    this(null);
  }

  private OutputClosedException(IOException cause) {
    super("The reader of the output has gone away", cause);
  }

  /** What a failed write means: the reader has gone, or there is something to complain about. */
  static IOException orElse(IOException failure) {
    boolean readerGone =
        String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
    return readerGone ? new OutputClosedException(failure) : failure;
  }
}

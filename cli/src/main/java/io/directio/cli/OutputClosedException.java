// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import java.io.IOException;

/**
 * The reader of standard output went away, as {@code head} does when it has seen enough: no reason
 * to complain.
 */
final class OutputClosedException extends IOException {

  private static final long serialVersionUID = 1L;

  OutputClosedException() {
    this(null);
  }

  OutputClosedException(IOException cause) {
    super("The reader of standard output has gone away", cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

/** The options of a command don't go together, or can't be what was meant. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String hint;

  UsageException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  String hint() {
    return hint;
  }
}

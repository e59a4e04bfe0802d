// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.emulator.Emulator;

/**
 * An emulator that a command runs. What it has seen clients do wrong is a warning here, not the
 * failure that it is in a test: the client may be anything that the user tries.
 */
record ClosingEmulator(Emulator emulator, Console console) implements AutoCloseable {

  @Override
  public void close() {
    try {
      emulator.close();
    } catch (AssertionError violations) {
      console.warn(ErrorLines.printable(violations.getMessage()));
    }
  }
}

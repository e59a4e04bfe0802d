// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

/** Where the launcher starts. */
public final class Main {

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(DirectIOCommandLine.run(Console.ofProcess(), arguments));
  }
}

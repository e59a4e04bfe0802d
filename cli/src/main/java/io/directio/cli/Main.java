// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import java.io.PrintStream;

/** Where the launcher starts. */
public final class Main {

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code, whatever happens.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    Console console = Console.ofProcess();
    int exit;
    try {
      exit = DirectIOCommandLine.run(console, arguments);
    } catch (Throwable e) {
      // Other threads may go on for ever, and hooks may need what there is none of.
      complain(console.err(), e);
      Runtime.getRuntime().halt(ExitCode.FAILED.number());
      return;
    }
    System.exit(exit);
  }

  private static void complain(PrintStream err, Throwable failure) {
    try {
      ErrorLines.print(err, failure, false);
    } catch (Throwable again) {
      // There is no memory left to say it with; the exit code does.
    }
  }
}

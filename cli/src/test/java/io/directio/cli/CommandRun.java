// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.cli.progress.ProgressStyle;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** One run of the command line in this JVM, and what a user would have seen of it. */
record CommandRun(int exit, byte[] data, String err) {

  static CommandRun of(String... arguments) {
    return of(Map.of(), new Interrupts(), arguments);
  }

  static CommandRun of(
      Map<String, String> environment, Interrupts interrupts, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            out, err, ProgressStyle.plain(), 100, InstantSource.system(), environment, interrupts);
    int exit = DirectIOCommandLine.run(console, arguments);
    return new CommandRun(exit, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  String out() {
    return new String(data, StandardCharsets.UTF_8);
  }

  List<String> outLines() {
    return out().lines().toList();
  }

  /** What is on standard error besides progress. */
  List<String> errorLines() {
    return err.lines().filter(line -> !line.matches(".*, [\\d,]+ retr(y|ies).*")).toList();
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}

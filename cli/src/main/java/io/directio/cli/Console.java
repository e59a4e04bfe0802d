// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.cli.progress.Progress;
import io.directio.cli.progress.ProgressDisplay;
import io.directio.cli.progress.ProgressStyle;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The world outside of a command: where its output goes, what time it is, what the environment
 * says, and whether the user has pressed Ctrl-C. Results go to standard output; progress, warnings
 * and errors to standard error.
 *
 * <p><b>Threading.</b> May be used by any thread.
 */
final class Console {

  private final OutputStream data;
  private final PrintStream out;
  private final PrintStream err;
  private final ProgressStyle style;
  private final int helpWidth;
  private final InstantSource clock;
  private final Map<String, String> environment;
  private final Interrupts interrupts;

  Console(
      OutputStream out,
      OutputStream err,
      ProgressStyle style,
      int helpWidth,
      InstantSource clock,
      Map<String, String> environment,
      Interrupts interrupts) {
    this.data = out;
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.style = style;
    this.helpWidth = helpWidth;
    this.clock = clock;
    this.environment = environment;
    this.interrupts = interrupts;
  }

  /** The console of this process; the launcher tells what the JVM can't know of the terminal. */
  static Console ofProcess() {
    Map<String, String> environment = System.getenv();
    String columns = System.getProperty("directio.columns", "");
    return new Console(
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        ProgressStyle.of(columns, Boolean.getBoolean("directio.unicode"), environment),
        Math.max(80, Math.min(100, ProgressStyle.width(columns) - 1)),
        InstantSource.system(),
        environment,
        Interrupts.ofProcess());
  }

  /** Standard output for text. */
  PrintStream out() {
    return out;
  }

  /**
   * Finds out whether there is somebody who reads standard output.
   *
   * @throws OutputClosedException if not, as behind {@code | head}
   */
  void checkReader() throws OutputClosedException {
    if (out.checkError()) {
      throw new OutputClosedException();
    }
  }

  /** Standard output for bytes; unlike {@link #out()} it throws when its reader has gone away. */
  OutputStream data() {
    return data;
  }

  /** Standard error. */
  PrintStream err() {
    return err;
  }

  /** Number of columns for the text of {@code --help}. */
  int helpWidth() {
    return helpWidth;
  }

  InstantSource clock() {
    return clock;
  }

  Map<String, String> environment() {
    return environment;
  }

  Interrupts interrupts() {
    return interrupts;
  }

  void hint(String text) {
    err.println("  hint: " + text);
  }

  void warn(String message) {
    err.println("directio: warning: " + message);
  }

  /**
   * Shows progress until it is closed: on standard error; for machines on standard output.
   *
   * @param json whether to write JSON for machines
   * @param dataOnOut whether standard output is taken, so that machines read standard error
   */
  ProgressDisplay progress(Supplier<Progress> source, boolean json, boolean dataOnOut) {
    return json
        ? ProgressStyle.json().display(source, dataOnOut ? err : out, clock)
        : style.display(source, err, clock);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real launcher as a process of its own. */
final class CommandProcess implements AutoCloseable {

  private static final Path LAUNCHER = Path.of("../directio").toAbsolutePath().normalize();

  /** What runs for seconds only is never compiled a second time. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Process process;
  private final Path out;
  private final Path err;

  private CommandProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a command.
   *
   * @param folder where to run it, and to keep what it says
   */
  static CommandProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (resetsSignals()) {
      // Whoever runs the tests in the background ignores Ctrl-C, and hands that down.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(LAUNCHER.toString());
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(folder, "out-", ".txt");
    Path err = Files.createTempFile(folder, "err-", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    // Maven has just done so, or is about to.
    builder.environment().put("DIRECTIO_NO_BUILD", "1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    builder
        .environment()
        .merge("DIRECTIO_JAVA_OPTS", QUICK_START, (options, quick) -> quick + " " + options);
    return new CommandProcess(builder.start(), out, err);
  }

  private static boolean resetsSignals() throws IOException, InterruptedException {
    Process probe =
        new ProcessBuilder("env", "--default-signal=INT", "true")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return probe.waitFor() == 0;
  }

  /** Path of the launcher. */
  static Path launcher() {
    return LAUNCHER;
  }

  /** Ctrl-C. */
  void interrupt() throws IOException, InterruptedException {
    signal("-INT");
  }

  /** What no process survives. */
  void kill() throws IOException, InterruptedException {
    signal("-KILL");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", name, Long.toString(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    assertThat(exit).isZero();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  int await() throws InterruptedException {
    assertThat(process.waitFor(4, TimeUnit.MINUTES)).as("the command ends").isTrue();
    return process.exitValue();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

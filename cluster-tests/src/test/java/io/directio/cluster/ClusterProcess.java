// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A JVM of a cluster. None is left behind when this one ends. */
final class ClusterProcess {

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  /** What Flink's own scripts open to it. */
  private static final List<String> OPENS =
      List.of(
          "java.base/java.lang",
          "java.base/java.net",
          "java.base/java.io",
          "java.base/java.nio",
          "java.base/sun.nio.ch",
          "java.base/java.lang.reflect",
          "java.base/java.text",
          "java.base/java.time",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/java.util.concurrent.locks");

  private final String name;
  private final Process process;

  private ClusterProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts one. Its log is {@code NAME.log}, what it prints is {@code NAME.out}.
   *
   * @param directory holds the logs, and {@code conf/log4j.properties}
   * @param heap its most, as {@code -Xmx} takes it
   * @param environment variables in addition to this process's own
   */
  static ClusterProcess start(
      String name,
      String classPath,
      String mainClass,
      Path directory,
      String heap,
      Map<String, String> environment,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Cheap to start, and there may be few processors for all of them.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx" + heap));
    OPENS.forEach(open -> command.add("--add-opens=" + open + "=ALL-UNNAMED"));
    command.add("-Dlog.file=" + directory.resolve(name + ".log"));
    command.add("-Dlog4j.configurationFile=" + directory.resolve("conf/log4j.properties"));
    command.add("-Dzookeeper.admin.enableServer=false");
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".out").toFile());
    builder.environment().put("CLASSPATH", classPath);
    builder.environment().putAll(environment);
    Process process = builder.start();
    RUNNING.add(process);
    return new ClusterProcess(name, process);
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Sends what no process survives, and doesn't wait. */
  void strike() {
    process.destroyForcibly();
  }

  /** Ends it as {@code kill -9} does: it can't even notice. */
  void kill() throws InterruptedException {
    strike();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("%s is dead", name).isTrue();
    RUNNING.remove(process);
  }

  /** Stops all its threads where they are, so that it looks dead from outside. */
  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Lets a frozen one go on as if nothing had happened. */
  void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", signal, Long.toString(process.pid()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(kill.waitFor()).as("kill %s %s", signal, name).isZero();
  }

  @Override
  public String toString() {
    return name;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that is talked to by lines. It ends when its standard input does: so none is
 * left behind, whatever becomes of this one.
 *
 * <p>Lines of the conversation begin with a mark; whatever libraries print besides is passed on.
 */
final class ChildJvm implements AutoCloseable {

  private static final String MARK = "@ ";
  private static final String FAILURE = "@! ";
  private static final int CLOSE_SECONDS = 60;

  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final OutputStream orders;

  /**
   * What a JVM runs.
   *
   * @param main name of the class
   * @param classPath where it and all others are
   */
  record Program(String main, String classPath) {

    /** A class of this JVM. */
    static Program here(Class<?> main) {
      return new Program(main.getName(), System.getProperty("java.class.path"));
    }
  }

  private ChildJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.orders = process.getOutputStream();
  }

  /**
   * Starts one.
   *
   * @param options of the JVM
   * @param environment variables in addition to this process's own
   */
  static ChildJvm start(
      Program program,
      List<String> options,
      List<String> arguments,
      Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(options);
    command.add(program.main());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", program.classPath());
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new ChildJvm(program.main() + " " + String.join(" ", arguments), builder.start());
  }

  /** What the child prints to say something. */
  static String line(String... words) {
    return MARK + String.join(" ", words);
  }

  /** What the child prints to say why it ends: the failure, and what had caused it. */
  static String failure(Throwable failure) {
    StringBuilder text = new StringBuilder(FAILURE).append(failure);
    for (Throwable c = failure.getCause(); c != null; c = c.getCause()) {
      text.append("; caused by ").append(c);
    }
    return text.toString().replaceAll("\\R", " ");
  }

  /** Says something to the child. */
  void say(String order) throws IOException {
    orders.write((order + "\n").getBytes(StandardCharsets.UTF_8));
    orders.flush();
  }

  /**
   * Waits for the next thing that the child says.
   *
   * @throws IOException if it ends instead
   */
  String[] hear() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(MARK)) {
        return line.substring(MARK.length()).split(" ");
      }
      if (line.startsWith(FAILURE)) {
        throw new IOException(name + " failed: " + line.substring(FAILURE.length()));
      }
      System.out.println(line);
    }
    throw new IOException("The process ended before it answered: " + name);
  }

  /** Ends the child, by force if it does not end by itself. */
  @Override
  public void close() throws IOException {
    try {
      orders.close();
      if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

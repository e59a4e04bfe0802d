// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM holds at a moment. Linux only.
 *
 * @param heap bytes that are left after a full collection
 * @param threads native ones, those of the JVM included
 * @param sockets open ones
 * @param files open files of any kind, sockets included
 */
record Footprint(long heap, int threads, int sockets, int files) {

  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");

  /** Takes it of a process that runs with the serial collector. */
  static Footprint of(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    Matcher generations = USED.matcher(jcmd(pid, "GC.heap_info"));
    long heap = 0;
    while (generations.find()) {
      heap += Long.parseLong(generations.group(1)) << 10;
    }
    Path process = Path.of("/proc", Long.toString(pid));
    Matcher threads = THREADS.matcher(Files.readString(process.resolve("status")));
    assertThat(threads.find() && heap > 0).as("process %d can be measured", pid).isTrue();
    List<String> descriptors;
    try (Stream<Path> all = Files.list(process.resolve("fd"))) {
      descriptors = all.map(Footprint::target).toList();
    }
    return new Footprint(
        heap,
        Integer.parseInt(threads.group(1)),
        (int) descriptors.stream().filter(target -> target.startsWith("socket:")).count(),
        descriptors.size());
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed since.
    }
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("jcmd %d %s: %s", pid, command, answer).isZero();
    return answer;
  }
}

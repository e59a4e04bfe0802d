// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What figures depend on and nobody can see from them.
 *
 * @param facts names and values, in the order of the report
 */
public record Machine(Map<String, String> facts) {

  /** The machine and the JVM that this code runs on, now. */
  public static Machine current() {
    var os = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("measured at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("version", System.getProperty("directio.commit", "unknown"));
    facts.put("processor", processor() + ", " + os.getAvailableProcessors() + " cores visible");
    facts.put("memory", os.getTotalMemorySize() / (1 << 30) + " GiB");
    facts.put("system", os.getName() + " " + os.getVersion() + " " + os.getArch());
    facts.put(
        "JVM", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    facts.put("load average at the start", String.format("%.1f", os.getSystemLoadAverage()));
    return new Machine(facts);
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Measures another JVM of this machine through its own management, as often as one likes. That
 * costs the JVM a few threads and sockets, always the same. Linux only.
 */
final class Gauge implements AutoCloseable {

  private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");

  private final Path process;
  private final JMXConnector connector;
  private final MemoryMXBean memory;
  private final MemoryPoolMXBean old;

  private Gauge(Path process, JMXConnector connector, MemoryMXBean memory, MemoryPoolMXBean old) {
    this.process = process;
    this.connector = connector;
    this.memory = memory;
    this.old = old;
  }

  static Gauge of(long pid) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      JMXConnector connector =
          JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
      return new Gauge(
          Path.of("/proc", Long.toString(pid)),
          connector,
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.MEMORY_MXBEAN_NAME,
              MemoryMXBean.class),
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.MEMORY_POOL_MXBEAN_DOMAIN_TYPE + ",name=Tenured Gen",
              MemoryPoolMXBean.class));
    } finally {
      machine.detach();
    }
  }

  Footprint read() throws IOException {
    memory.gc();
    Matcher threads = THREADS.matcher(Files.readString(process.resolve("status")));
    assertThat(threads.find()).as("%s can be measured", process).isTrue();
    List<String> descriptors;
    try (Stream<Path> all = Files.list(process.resolve("fd"))) {
      descriptors = all.map(Gauge::target).toList();
    }
    return new Footprint(
        // Not what is used by now: on a busy machine there is garbage again.
        old.getCollectionUsage().getUsed(),
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

  @Override
  public void close() throws IOException {
    connector.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.FileSelection;
import io.directio.notify.NotificationOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;

/**
 * An export that does not end, so that there is time to look at its metrics, which Flink's reporter
 * for Prometheus tells on a port. It has files of all kinds, and one that fails.
 */
final class ObservedExport implements AutoCloseable {

  private static final int BLOCK = 64 << 10;
  private static final Pattern NAME = Pattern.compile("^(flink_\\w+)", Pattern.MULTILINE);

  private final TestPortal portal;
  private final JobClient job;
  private final int port;

  private ObservedExport(TestPortal portal, JobClient job, int port) {
    this.port = port;
    this.portal = portal;
    this.job = job;
  }

  /** A port that is free now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration of a cluster with the reporter. */
  static Configuration reporting(int port) {
    Configuration configuration = new Configuration();
    configuration.setString(
        "metrics.reporter.prom.factory.class",
        "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
    configuration.setString("metrics.reporter.prom.port", Integer.toString(port));
    return configuration;
  }

  /** Starts an export on the cluster of the test, which reports on a port. */
  static ObservedExport start(Path directory, int port) throws Exception {
    EmulatorBuilder builder =
        Emulator.builder().blockSize(BlockSize.fixed(BLOCK)).codec(Codec.MIXED);
    for (int i = 0; i < 20; i++) {
      builder.file("docs/small-" + i, TestPortal.bytes(1000 + i, i));
    }
    builder.file("media/large", TestPortal.bytes(40 * BLOCK, 1));
    TestPortal portal = TestPortal.start(builder);
    portal.emulator().faults().portal().forFile("docs/small-3").respond(422);
    portal.emulator().faults().storage().forBlock("media/large", 40).delay(Duration.ofMinutes(10));
    DirectIOExport export =
        DirectIOExport.from(portal.client())
            .files(FileSelection.follow(NotificationOptions.DEFAULT))
            .assignment(
                AssignmentOptions.DEFAULT
                    .withMaxBytes(16 * BLOCK)
                    .withSmallFileThreshold(8 * BLOCK))
            .to(directory);
    return new ObservedExport(portal, export.start(TestExports.environment(2, 100)), port);
  }

  /** What an address answers. */
  static String get(URI address) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The names that the reporter tells now. */
  Set<String> names() throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(get(URI.create("http://127.0.0.1:" + port + "/metrics")));
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  @Override
  public void close() {
    job.cancel().join();
    portal.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.DirectIOEventSource;
import io.directio.flink.source.FileSelection;
import io.directio.notify.NotificationOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The metrics that operators see, read as a reporter reads them. */
class MetricsTest {

  private static final int BLOCK = 64 << 10;

  private static final InMemoryReporter REPORTER = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir Path directory;

  private static TestPortal portal() {
    EmulatorBuilder builder =
        Emulator.builder().blockSize(BlockSize.fixed(BLOCK)).codec(Codec.MIXED);
    for (int i = 0; i < 20; i++) {
      builder.file("small/" + i, TestPortal.bytes(1000 + i, i));
    }
    builder.file("large", TestPortal.bytes(60 * BLOCK, 1));
    return TestPortal.start(builder);
  }

  private DirectIOExport export(TestPortal portal) {
    return DirectIOExport.from(portal.client())
        .files(FileSelection.ids(portal.ids()))
        .assignment(
            AssignmentOptions.DEFAULT.withMaxBytes(16 * BLOCK).withSmallFileThreshold(8 * BLOCK))
        .to(directory);
  }

  /** The sum of a metric over all subtasks. */
  private static long sum(JobClient job, String operator, String name) {
    return values(job, operator, name).stream().mapToLong(value -> value).sum();
  }

  /** A metric of which every subtask tells the same. */
  private static long ofJvm(JobClient job, String name) {
    return values(job, "Source: Direct IO source", "directio." + name).stream()
        .mapToLong(value -> value)
        .max()
        .orElseThrow(() -> new AssertionError("No metric is called " + name));
  }

  private static List<Long> values(JobClient job, String operator, String name) {
    List<Long> values = new ArrayList<>();
    each(
        job,
        (identifier, metric) -> {
          if (identifier.contains(operator) && identifier.endsWith("." + name)) {
            values.add(
                metric instanceof Counter counter
                    ? counter.getCount()
                    : ((Number) ((Gauge<?>) metric).getValue()).longValue());
          }
        });
    return values;
  }

  /** The metrics of a job's operators and coordinators. */
  private static void each(JobClient job, BiConsumer<String, Metric> metrics) {
    REPORTER
        .getMetricsByGroup()
        .forEach(
            (group, byName) -> {
              Map<String, String> variables = group.getAllVariables();
              boolean ofJob = job.getJobID().toHexString().equals(variables.get("<job_id>"));
              // A task tells the sum of its operators besides.
              if (ofJob && variables.containsKey("<operator_name>")) {
                byName.forEach(
                    (name, metric) -> metrics.accept(group.getMetricIdentifier(name), metric));
              }
            });
  }

  @Test
  void tellsWhatAnExportDid() throws Exception {
    try (TestPortal portal = portal()) {
      portal.emulator().faults().portal().forFile("small/3").respond(422);
      portal.emulator().faults().storage().forBlock("large", 5).once().expired();
      // So that there is time to look while something is left to do.
      portal
          .emulator()
          .faults()
          .storage()
          .forBlock("large", 60)
          .once()
          .delay(Duration.ofSeconds(3));
      JobClient job = export(portal).start(TestExports.environment(2, 100));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .untilAsserted(
              () -> {
                assertThat(sum(job, "Direct IO source", "pendingRecords")).isEqualTo(1);
                assertThat(sum(job, "Direct IO source", "pendingBytes")).isEqualTo(BLOCK);
                assertThat(ofJvm(job, "memoryBytes")).isPositive();
              });
      assertThat(sum(job, "Direct IO source", "unassignedSplits")).isZero();
      assertThat(sum(job, "Direct IO source", "directio.filesTaken")).isEqualTo(21);
      job.getJobExecutionResult().get(60, TimeUnit.SECONDS);

      long bytes =
          portal.files().stream()
              .filter(file -> !file.path().equals("small/3"))
              .mapToLong(EmulatedFile::size)
              .sum();
      long blocks = 19 + 60;
      assertThat(sum(job, "Direct IO source", "numBytesIn")).isEqualTo(bytes);
      // The row of the file that failed, and the file that went back to be cut, are records too.
      assertThat(sum(job, "Direct IO source", "numRecordsIn")).isEqualTo(blocks + 2);
      assertThat(sum(job, "Direct IO source", "numRecordsInErrors")).isEqualTo(1);
      assertThat(sum(job, "Direct IO source", "pendingRecords")).isZero();
      assertThat(sum(job, "Direct IO source", "pendingBytes")).isZero();
      assertThat(ofJvm(job, "blocks")).isEqualTo(blocks);
      assertThat(ofJvm(job, "blockBytes")).isEqualTo(bytes);
      assertThat(ofJvm(job, "storageBytes")).isPositive();
      assertThat(ofJvm(job, "storageGets")).isEqualTo(blocks);
      assertThat(ofJvm(job, "storageGetTimeMs")).isGreaterThan(2500);
      assertThat(ofJvm(job, "portalListings")).isGreaterThanOrEqualTo(20);
      assertThat(ofJvm(job, "decryptions")).isEqualTo(blocks);
      assertThat(ofJvm(job, "decompressions")).isPositive();
      assertThat(ofJvm(job, "retries")).isEqualTo(1);
      assertThat(ofJvm(job, "retriesRenewedUrl")).isEqualTo(1);
      assertThat(ofJvm(job, "retriesThrottled")).isZero();
      assertThat(ofJvm(job, "throttledTimeMs")).isZero();
      assertThat(ofJvm(job, "retriesDamaged")).isZero();
      assertThat(ofJvm(job, "hedges")).isZero();
      assertThat(ofJvm(job, "memoryBytes")).isZero();
      assertThat(sum(job, "Completeness", "directio.filesCompleted")).isEqualTo(20);
      assertThat(sum(job, "Completeness", "directio.filesFailed")).isEqualTo(1);
      assertThat(sum(job, "Completeness", "directio.filesSkipped")).isZero();
      assertThat(sum(job, "Completeness", "directio.filesInAssembly")).isZero();
    }
  }

  @Test
  void countsEventsAndNotTheirPages() throws Exception {
    try (TestPortal portal = portal()) {
      DirectIOEventSource source =
          DirectIOEventSource.snapshot(
              portal.client().portalConnection(),
              NotificationOptions.builder().pageSize(5).build());
      StreamExecutionEnvironment env = TestExports.environment(1, 100);
      env.fromSource(source, WatermarkStrategy.noWatermarks(), "events")
          .sinkTo(new DiscardingSink<>());
      JobClient job = env.executeAsync();
      job.getJobExecutionResult().get(60, TimeUnit.SECONDS);
      // The files, the folder of the small ones, and what stands for a folder with the large one.
      assertThat(sum(job, "Source: events", "numRecordsIn")).isEqualTo(21 + 2);
    }
  }

  /** The reference names what exists, and nothing else. */
  @Test
  void areAllInTheReference() throws Exception {
    try (TestPortal portal = portal()) {
      JobClient job = export(portal).start(TestExports.environment(1, 100));
      job.getJobExecutionResult().get(60, TimeUnit.SECONDS);
      Set<String> own = new TreeSet<>();
      each(
          job,
          (identifier, metric) -> {
            Matcher name = Pattern.compile("\\.directio\\.(\\w+)$").matcher(identifier);
            if (name.find()) {
              own.add(name.group(1));
            }
          });
      Set<String> described = new TreeSet<>();
      Matcher row =
          Pattern.compile("^\\| `directio\\.(\\w+)`", Pattern.MULTILINE)
              .matcher(Files.readString(Path.of("../docs/metrics.md")));
      while (row.find()) {
        described.add(row.group(1));
      }
      assertThat(own).isNotEmpty().isEqualTo(described);
    }
  }
}

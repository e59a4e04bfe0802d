// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.assemble.s3.S3Destination;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.s3.S3Call;
import io.directio.emulator.s3.S3Server;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.FileSelection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Exports to a bucket. */
class S3ExportTest {

  private static final int BLOCK = 512 << 10;

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofSeconds(5));
    return configuration;
  }

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(configuration())
              .setNumberTaskManagers(2)
              .setNumberSlotsPerTaskManager(1)
              .build());

  @TempDir Path directory;

  private S3Server server;
  private TestPortal portal;

  @BeforeEach
  void start() {
    server = S3Server.start(directory, "exports", "s3-key-id", "s3-secret");
    System.setProperty("aws.accessKeyId", "s3-key-id");
    System.setProperty("aws.secretAccessKey", "s3-secret");
    var builder =
        Emulator.builder()
            .blockSize(BlockSize.fixed(BLOCK))
            .codec(Codec.MIXED)
            .latency(Duration.ofMillis(30));
    for (int i = 0; i < 3; i++) {
      builder.file("large/" + i, TestPortal.bytes(44 * BLOCK + i, i));
    }
    for (int i = 0; i < 20; i++) {
      builder.file("small/" + i, TestPortal.bytes(997 * i, i));
    }
    portal = TestPortal.start(builder);
  }

  @AfterEach
  void stop() {
    portal.close();
    server.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private S3DestinationSpec spec() {
    return S3DestinationSpec.of("s3://exports/run")
        .withEndpoint(server.endpoint())
        .withPathStyle(true)
        .withPartBytes(S3DestinationSpec.MIN_PART);
  }

  private DirectIOExport export() {
    return DirectIOExport.from(portal.options().maxFetches(8).build())
        .files(FileSelection.ids(portal.ids()))
        .assignment(
            AssignmentOptions.DEFAULT.withMaxBytes(10 << 20).withSmallFileThreshold(1 << 20))
        .to(spec());
  }

  @Test
  void putsFilesTogetherFromPartsThatTheirReadersWrote() throws Exception {
    JobClient job = export().start(TestExports.environment(2, 0));
    assertWhole(finish(job, job.getJobID().toHexString()), Status.OK);
    // Nothing cut the parts, so none had to be read again: only the notes about uploads were.
    assertThat(server.calls(S3Call.COPY_PART)).isGreaterThanOrEqualTo(3 * 4);
    assertThat(server.calls(S3Call.UPLOAD_PART)).isZero();

    JobClient again = export().start(TestExports.environment(2, 0));
    assertWhole(finish(again, again.getJobID().toHexString()), Status.SKIPPED);
  }

  @Test
  void losesNothingWhenATaskManagerDies(@InjectMiniCluster MiniCluster cluster) throws Exception {
    JobClient job = export().run("killed").start(TestExports.environment(2, 100));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> files("run/.directio/partial").size() >= 4);
    assertThat(job.getJobStatus().get().isGloballyTerminalState()).isFalse();
    cluster.terminateTaskManager(0).get(30, TimeUnit.SECONDS);
    cluster.startTaskManager();
    assertWhole(finish(job, "killed"), Status.OK);
  }

  private Map<Long, ManifestEntry> finish(JobClient job, String run) throws Exception {
    job.getJobExecutionResult().get(120, TimeUnit.SECONDS);
    Path manifest = Files.createTempDirectory(directory, "manifest").resolve("copy.jsonl");
    try (S3Destination destination = spec().open()) {
      destination.manifests().copy(run, manifest);
    }
    return TestExports.rows(manifest);
  }

  private void assertWhole(Map<Long, ManifestEntry> rows, Status status) throws IOException {
    assertThat(rows).hasSize(portal.files().size());
    for (EmulatedFile file : portal.files()) {
      assertThat(directory.resolve("exports/run/" + file.id()))
          .as(file.path())
          .hasBinaryContent(TestPortal.bytesOf(file));
      assertThat(rows.get(file.id()).status()).as(file.path()).isEqualTo(status);
    }
    // What a zombie has stored after its file was published goes with the next clean-up.
    try (S3Destination destination = spec().withStaleAfter(Duration.ZERO).open()) {
      destination.cleanUp();
    }
    assertThat(files("run/.directio/partial")).isEmpty();
    portal.emulator().requests().assertNoViolations();
  }

  private List<Path> files(String below) throws IOException {
    Path folder = directory.resolve("exports").resolve(below);
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      return List.of(); // Something was deleted while we looked.
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.FileSelection;
import io.directio.http.HttpOptions;
import io.directio.http.RetryPolicy;
import io.directio.read.ClientOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.highavailability.nonha.embedded.HaLeadershipControl;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exactly once, whatever dies. */
class FailureTest {

  private static final int BLOCK = 64 << 10;

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
              .setNumberSlotsPerTaskManager(2)
              .withHaLeadershipControl()
              .build());

  @TempDir Path directory;

  private static EmulatorBuilder files() {
    EmulatorBuilder builder =
        Emulator.builder()
            .blockSize(BlockSize.fixed(BLOCK))
            .codec(Codec.MIXED)
            .latency(Duration.ofMillis(15));
    // Large files at either end, so that some are under way whenever something dies.
    large(builder, 0);
    for (int i = 0; i < 150; i++) {
      builder.file("small/" + i, TestPortal.bytes(1 + 97 * i, i));
      if (i == 75) {
        large(builder, 1);
      }
    }
    large(builder, 2);
    large(builder, 3);
    return builder;
  }

  private static void large(EmulatorBuilder builder, int i) {
    builder.file("large/" + i, TestPortal.bytes(64 * BLOCK + i, i));
  }

  private DirectIOExport export(TestPortal portal) {
    return export(portal.options().maxFetches(8).build(), portal);
  }

  private DirectIOExport export(ClientOptions client, TestPortal portal) {
    return DirectIOExport.from(client)
        .files(FileSelection.ids(portal.ids()))
        .assignment(
            AssignmentOptions.DEFAULT
                .withMaxBytes(16 * BLOCK)
                .withSmallFileThreshold(8 * BLOCK)
                .withMaxBundleFiles(16))
        .to(directory);
  }

  /** Of the task managers that were started, so many have been killed. */
  private static int killed;

  @ParameterizedTest
  @ValueSource(ints = {10, 120})
  void losesNothingWhenATaskManagerDies(int publishedBefore, @InjectMiniCluster MiniCluster cluster)
      throws Exception {
    try (TestPortal portal = TestPortal.start(files())) {
      DirectIOExport export = export(portal);
      // All slots are in use, so that the one that dies has work.
      JobClient job = export.start(TestExports.environment(4, 50));
      awaitPublished(publishedBefore);
      assertThat(job.getJobStatus().get().isGloballyTerminalState()).isFalse();
      cluster.terminateTaskManager(killed++).get(30, TimeUnit.SECONDS);
      cluster.startTaskManager();
      Map<Long, ManifestEntry> rows = TestExports.finish(export, job);
      TestExports.assertWhole(portal, directory, rows, Status.OK);
      assertThat(TestExports.leftovers(directory)).isEmpty();
    }
  }

  @Test
  void losesNothingWhenTheJobManagerDies(@InjectMiniCluster MiniCluster cluster) throws Exception {
    try (TestPortal portal = TestPortal.start(files())) {
      DirectIOExport export = export(portal);
      JobClient job = export.start(TestExports.environment(4, 50));
      awaitPublished(100);
      HaLeadershipControl leadership = cluster.getHaLeadershipControl().orElseThrow();
      leadership.revokeJobMasterLeadership(job.getJobID()).get(30, TimeUnit.SECONDS);
      leadership.grantJobMasterLeadership(job.getJobID()).get(30, TimeUnit.SECONDS);
      cluster.requestJobResult(job.getJobID()).get(120, TimeUnit.SECONDS);
      Map<Long, ManifestEntry> rows = TestExports.rows(export.manifestOf(job.getJobID()));
      TestExports.assertWhole(portal, directory, rows, Status.OK);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void goesOnFromASavepointWithAnotherParallelism(int parallelism) throws Exception {
    try (TestPortal portal = TestPortal.start(files())) {
      // At the savepoint a large file lacks a block.
      portal
          .emulator()
          .faults()
          .storage()
          .forBlock("large/0", 20)
          .once()
          .delay(Duration.ofSeconds(4));
      DirectIOExport export = export(portal).run("resumed");
      JobClient job = export.start(TestExports.environment(2, 50));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> portal.emulator().requests().gets("large/0") >= 30);
      Path savepoints = Files.createDirectory(directory.resolve("savepoints"));
      String savepoint =
          job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
              .get(60, TimeUnit.SECONDS);
      assertThat(TestExports.published(directory)).hasSizeLessThan(154);
      // Segments are merged at the end only.
      assertThat(export.manifestOf(job.getJobID())).doesNotExist();

      StreamExecutionEnvironment env = TestExports.environment(parallelism, 50);
      Configuration restore = new Configuration();
      restore.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      env.configure(restore);
      Map<Long, ManifestEntry> rows = TestExports.finish(export, export(portal).start(env));
      TestExports.assertWhole(portal, directory, rows, Status.OK);
    }
  }

  @Test
  void readsALargeFileThatChangesFromTheStartOnceMore() throws Exception {
    try (TestPortal portal = TestPortal.start(files())) {
      EmulatedFile file = portal.emulator().file("large/3");
      var held = portal.emulator().faults().storage().forBlock("large/3", 50).stall();
      // Whoever stalls is asked again soon, and for as long as it takes.
      ClientOptions patient =
          portal
              .options()
              .storageHttp(
                  HttpOptions.builder()
                      .readTimeout(Duration.ofSeconds(1))
                      .headersTimeout(Duration.ofSeconds(1))
                      .build())
              .retries(new RetryPolicy(100, Duration.ofMillis(20), Duration.ofMillis(200)))
              .build();
      DirectIOExport export = export(patient, portal);
      JobClient job = export.start(TestExports.environment(4, 50));
      awaitPublished(153);
      portal.emulator().replace("large/3", Content.of(TestPortal.bytes(80 * BLOCK + 3, 99)));
      // The old version can still be read with the signed URLs that are leased; with new ones not.
      portal.emulator().faults().storage().forBlock("large/3", 50).once().expired();
      held.lift();
      Map<Long, ManifestEntry> rows = TestExports.finish(export, job);
      assertThat(rows.get(file.id()).status()).isEqualTo(Status.OK);
      TestExports.assertWhole(portal, directory, rows, Status.OK);
      assertThat(TestExports.leftovers(directory)).isEmpty();
    }
  }

  private void awaitPublished(int files) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> TestExports.published(directory).size() >= files);
  }
}

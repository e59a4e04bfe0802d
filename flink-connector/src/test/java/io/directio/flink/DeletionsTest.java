// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.ManifestEntry.Status;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.ManifestStore;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.emulator.s3.S3Server;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.FileSelection;
import io.directio.notify.EventFilter;
import io.directio.notify.NotificationOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An export that follows deletions and renamings stays the same as the portal. */
@Timeout(120)
class DeletionsTest {

  private static final int BLOCK = 16 << 10;

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

  /** Small pages, so that there are many. */
  private static final NotificationOptions OPTIONS =
      NotificationOptions.builder().pageSize(7).longPoll(Duration.ofMillis(200)).build();

  @TempDir Path directory;

  private static TestPortal portal() {
    EmulatorBuilder builder =
        Emulator.builder().blockSize(BlockSize.fixed(BLOCK)).codec(Codec.MIXED);
    for (int i = 0; i < 30; i++) {
      builder.file("docs/" + i % 3 + "/small-" + i, TestPortal.bytes(1 + 97 * i, i));
    }
    builder.file("docs/deep/er/only", TestPortal.bytes(500, 1));
    builder.file("media/large-0", TestPortal.bytes(30 * BLOCK, 1));
    builder.file("media/large-1", TestPortal.bytes(30 * BLOCK + 1, 2));
    return TestPortal.start(builder);
  }

  private static DirectIOExport export(
      TestPortal portal, DestinationSpec destination, NotificationOptions options) {
    return DirectIOExport.from(portal.client())
        .files(FileSelection.follow(options))
        .deletions(true)
        .assignment(
            AssignmentOptions.DEFAULT
                .withMaxBytes(8 * BLOCK)
                .withSmallFileThreshold(4 * BLOCK)
                .withMaxBundleFiles(4))
        .run("mirror")
        .to(destination);
  }

  private DirectIOExport export(TestPortal portal) {
    return export(portal, LocalDestinationSpec.in(directory.resolve("out")), OPTIONS);
  }

  /** Waits until the same files are there as at the portal, and no others. */
  private static void awaitMirrored(TestPortal portal, Path root) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(
            () -> {
              List<EmulatedFile> files = portal.files();
              assertThat(visible(root))
                  .containsExactlyInAnyOrderElementsOf(
                      files.stream().map(EmulatedFile::path).toList());
              for (EmulatedFile file : files) {
                byte[] bytes = Files.readAllBytes(root.resolve(file.path()));
                assertThat(Arrays.equals(bytes, TestPortal.bytesOf(file))).as(file.path()).isTrue();
              }
            });
  }

  private static TreeSet<String> visible(Path root) throws IOException {
    if (!Files.exists(root)) {
      return new TreeSet<>();
    }
    TreeSet<String> paths = new TreeSet<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString())
          .filter(path -> !path.startsWith(".directio"))
          .forEach(paths::add);
    } catch (UncheckedIOException e) {
      throw new AssertionError("Something was deleted while we looked", e);
    }
    return paths;
  }

  private static void change(TestPortal portal, int round) {
    Emulator emulator = portal.emulator();
    emulator.add("docs/new/" + round, Content.of(TestPortal.bytes(5000, round)));
    emulator.add("media/new-" + round, Content.of(TestPortal.bytes(20 * BLOCK, round)));
    // Deleted before it can have been read to its end.
    emulator.add("media/short-" + round, Content.of(TestPortal.bytes(20 * BLOCK, round)));
    emulator.delete("media/short-" + round);
    emulator.delete("docs/0/small-" + 3 * round);
    emulator.rename("docs/1/small-" + (3 * round + 1), "docs/moved/" + round);
    // Deleted and created again: another file under the same name.
    String again = "docs/2/small-" + (3 * round + 2);
    emulator.delete(again);
    emulator.add(again, Content.of(TestPortal.bytes(4000, 50 + round)));
    emulator.replace("media/large-1", Content.of(TestPortal.bytes(25 * BLOCK, round)));
    emulator.rename("media/large-1", "media/" + round + "/large");
    emulator.rename("media/" + round + "/large", "media/large-1");
  }

  private static void stop(JobClient job) throws Exception {
    job.cancel().get(60, TimeUnit.SECONDS);
    Awaitility.await().until(() -> job.getJobStatus().get().isGloballyTerminalState());
  }

  @Test
  void followsDeletionsAndRenamings() throws Exception {
    Path root = directory.resolve("out");
    try (TestPortal portal = portal()) {
      JobClient job = export(portal).start(TestExports.environment(2, 100));
      awaitMirrored(portal, root);
      EmulatedFile gone = portal.emulator().file("docs/0/small-3");
      change(portal, 1);
      awaitMirrored(portal, root);
      portal.emulator().rename("docs/deep/er/only", "docs/elsewhere");
      portal.emulator().deleteFolder("docs/2");
      awaitMirrored(portal, root);
      assertThat(root.resolve("docs/deep")).as("was left empty").doesNotExist();
      assertThat(root.resolve("docs/2")).doesNotExist();

      // The portal repeats itself, and mixes things up.
      portal.emulator().faults().notifications().times(4).duplicateEvents();
      portal.emulator().faults().notifications().after(4).times(4).shuffledEvents(1);
      portal.emulator().faults().notifications().after(8).times(2).replayedPage();
      portal.emulator().add("docs/2/small-8", Content.of(TestPortal.bytes(77, 7)));
      change(portal, 2);
      awaitMirrored(portal, root);
      portal.emulator().add("docs/last", Content.of(TestPortal.bytes(1, 1)));
      awaitMirrored(portal, root);
      stop(job);
      ManifestStore manifests = new ManifestStore(root.resolve(".directio/manifest"));
      manifests.finishAbandoned(Instant.MAX);
      assertThat(
              TestExports.rows(
                      ManifestStore.manifestOf(root.resolve(".directio/manifest"), "mirror"))
                  .get(gone.id())
                  .status())
          .isEqualTo(Status.DELETED);
    }
  }

  @Test
  void losesNothingAndKeepsNothingWhenATaskManagerDies(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    Path root = directory.resolve("out");
    try (TestPortal portal = portal()) {
      JobClient job = export(portal).start(TestExports.environment(2, 50));
      awaitMirrored(portal, root);
      for (int round = 1; round <= 3; round++) {
        change(portal, round);
        cluster.terminateTaskManager(0).get(30, TimeUnit.SECONDS);
        portal.emulator().add("docs/while-down-" + round, Content.of(new byte[100 * round]));
        portal.emulator().delete("docs/0/small-" + (3 * round + 12));
        cluster.startTaskManager();
      }
      awaitMirrored(portal, root);
      stop(job);
    }
  }

  @Test
  void appliesWhatHappenedWhileItWasStopped() throws Exception {
    Path root = directory.resolve("out");
    try (TestPortal portal = portal()) {
      JobClient job = export(portal).start(TestExports.environment(2, 50));
      awaitMirrored(portal, root);
      change(portal, 1);
      String savepoint =
          job.stopWithSavepoint(
                  false,
                  directory.resolve("savepoints").toUri().toString(),
                  SavepointFormatType.CANONICAL)
              .get(60, TimeUnit.SECONDS);
      change(portal, 2);
      Configuration restore = new Configuration();
      restore.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      StreamExecutionEnvironment env = TestExports.environment(2, 50);
      env.configure(restore);
      JobClient resumed = export(portal).start(env);
      awaitMirrored(portal, root);
      stop(resumed);
    }
  }

  @Test
  void removesWhatTheFilterKeepsOutFromNowOn() throws Exception {
    Path root = directory.resolve("out");
    try (TestPortal portal = portal()) {
      NotificationOptions some =
          OPTIONS.toBuilder()
              .filter(EventFilter.builder().include("docs/**").exclude("docs/1/**").build())
              .build();
      JobClient job =
          export(portal, LocalDestinationSpec.in(root), some).start(TestExports.environment(2, 50));
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(visible(root)).hasSize(21).noneMatch(p -> p.contains("docs/1/")));
      portal.emulator().rename("docs/0/small-0", "docs/1/small-0");
      portal.emulator().rename("docs/1/small-1", "docs/0/small-1");
      Awaitility.await()
          .untilAsserted(() -> assertThat(visible(root)).hasSize(21).contains("docs/0/small-1"));
      assertThat(visible(root)).doesNotContain("docs/0/small-0", "docs/1/small-0");
      stop(job);
    }
  }

  @Test
  void followsInABucket(@InjectMiniCluster MiniCluster cluster) throws Exception {
    System.setProperty("aws.accessKeyId", "s3-key-id");
    System.setProperty("aws.secretAccessKey", "s3-secret");
    try (S3Server server = S3Server.start(directory, "exports", "s3-key-id", "s3-secret");
        TestPortal portal = portal()) {
      S3DestinationSpec bucket =
          S3DestinationSpec.of("s3://exports/out")
              .withEndpoint(server.endpoint())
              .withPathStyle(true);
      Path root = directory.resolve("exports/out");
      JobClient job = export(portal, bucket, OPTIONS).start(TestExports.environment(2, 100));
      awaitMirrored(portal, root);
      change(portal, 1);
      awaitMirrored(portal, root);
      change(portal, 2);
      cluster.terminateTaskManager(0).get(30, TimeUnit.SECONDS);
      change(portal, 3);
      cluster.startTaskManager();
      awaitMirrored(portal, root);
      stop(job);
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void tellsDeletionsOnlyOfWhatIsFollowed() {
    assertThatThrownBy(() -> FileSelection.folders(OPTIONS).withDeletions())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> FileSelection.ids(1).withDeletions())
        .isInstanceOf(IllegalStateException.class);
  }
}

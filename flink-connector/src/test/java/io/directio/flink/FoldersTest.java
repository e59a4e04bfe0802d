// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.ErrorCode;
import io.directio.FileDetails;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.ReadResult;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.emulator.notify.NotificationCall;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.DirectIOSource;
import io.directio.flink.source.FileSelection;
import io.directio.http.HttpOptions;
import io.directio.notify.CursorPolicy;
import io.directio.notify.EventFilter;
import io.directio.notify.NotificationOptions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the Notification Service tells of is exported, once and for ever. */
@Timeout(120)
class FoldersTest {

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
    for (int i = 0; i < 40; i++) {
      builder.file("docs/" + i % 3 + "/small-" + i, TestPortal.bytes(1 + 97 * i, i));
    }
    builder.file("docs/empty", new byte[0]);
    builder.file("media/large-0", TestPortal.bytes(30 * BLOCK, 1));
    builder.file("media/large-1", TestPortal.bytes(30 * BLOCK + 1, 2));
    return TestPortal.start(builder);
  }

  private DirectIOExport export(TestPortal portal, FileSelection files) {
    // Whoever hangs is given up soon.
    HttpOptions hasty = HttpOptions.builder().readTimeout(Duration.ofSeconds(1)).build();
    return DirectIOExport.from(portal.options().portalHttp(hasty).build())
        .files(files)
        .assignment(
            AssignmentOptions.DEFAULT
                .withMaxBytes(8 * BLOCK)
                .withSmallFileThreshold(4 * BLOCK)
                .withMaxBundleFiles(4))
        .run("folders")
        .to(directory);
  }

  private void assertExported(EmulatedFile file) {
    assertThat(directory.resolve(file.path()))
        .as(file.path())
        .hasBinaryContent(TestPortal.bytesOf(file));
  }

  private boolean isExported(EmulatedFile file) {
    try {
      Path path = directory.resolve(file.path());
      return Files.exists(path)
          && Arrays.equals(Files.readAllBytes(path), TestPortal.bytesOf(file));
    } catch (IOException e) {
      return false;
    }
  }

  private void awaitExported(TestPortal portal) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> portal.files().stream().allMatch(this::isExported));
  }

  private static void change(TestPortal portal, int round) {
    Emulator emulator = portal.emulator();
    for (int i = 0; i < 12; i++) {
      String path = "docs/new/" + round + "-" + i;
      emulator.add(path, Content.of(TestPortal.bytes(5000 + i, 100 * round + i)));
    }
    emulator.add("media/new-" + round, Content.of(TestPortal.bytes(20 * BLOCK, round)));
    emulator.replace("docs/1/small-1", Content.of(TestPortal.bytes(7000, round)));
    emulator.replace("media/large-0", Content.of(TestPortal.bytes(25 * BLOCK, round)));
  }

  private static void stop(JobClient job) throws Exception {
    job.cancel().get(60, TimeUnit.SECONDS);
    Awaitility.await().until(() -> job.getJobStatus().get().isGloballyTerminalState());
  }

  /** The rows that are there while the export goes on. */
  private Map<Long, ManifestEntry> segments() throws IOException {
    Map<Long, ManifestEntry> rows = new TreeMap<>();
    try (DirectoryStream<Path> segments =
        Files.newDirectoryStream(directory.resolve(".directio/manifest/folders"), "*.jsonl")) {
      for (Path segment : segments) {
        TestExports.rows(segment)
            .forEach(
                (id, row) -> {
                  if (row.status() == Status.OK) {
                    rows.put(id, row);
                  } else {
                    rows.putIfAbsent(id, row);
                  }
                });
      }
    }
    return rows;
  }

  @Test
  void exportsWhatIsThereAndEnds() throws Exception {
    try (TestPortal portal = portal()) {
      DirectIOExport export = export(portal, FileSelection.folders(OPTIONS));
      Map<Long, ManifestEntry> rows = TestExports.run(export, TestExports.environment(2, 100));
      portal.files().forEach(this::assertExported);
      assertThat(rows).hasSize(portal.files().size());
      for (EmulatedFile file : portal.files()) {
        assertThat(rows.get(file.id()).path()).isEqualTo(file.path());
        // The size is known from the event: a small file costs one call, a large one two.
        assertThat(portal.emulator().requests().portalCalls(file.path()))
            .isBetween(1L, file.size() > 4 * BLOCK ? 3L : 1L);
      }
    }
  }

  @Test
  void readsOnlyWhatIsWanted() throws Exception {
    try (TestPortal portal = portal()) {
      NotificationOptions some =
          OPTIONS.toBuilder()
              .folderIds(List.of(portal.emulator().notifications().folderId("docs")))
              .filter(EventFilter.builder().include("docs/1/**").build())
              .build();
      Map<Long, ManifestEntry> rows =
          TestExports.run(
              export(portal, FileSelection.folders(some)), TestExports.environment(2, 100));
      assertThat(rows.values()).hasSize(13).allMatch(row -> row.path().startsWith("docs/1/"));
    }
  }

  @Test
  void followsChanges() throws Exception {
    try (TestPortal portal = portal()) {
      JobClient job =
          export(portal, FileSelection.follow(OPTIONS)).start(TestExports.environment(2, 100));
      awaitExported(portal);
      for (EmulatedFile file : portal.files()) {
        for (int block = 1; block <= portal.emulator().blocks(file.path()); block++) {
          assertThat(portal.emulator().requests().gets(file.path(), block)).isEqualTo(1);
        }
      }
      change(portal, 1);
      awaitExported(portal);
      // The portal repeats itself, mixes things up, and forgets who we are.
      portal.emulator().faults().notifications().times(4).duplicateEvents();
      portal.emulator().faults().notifications().after(4).times(4).shuffledEvents(1);
      portal.emulator().faults().notifications().after(8).times(2).replayedPage();
      change(portal, 2);
      awaitExported(portal);
      portal.emulator().notifications().expireSessions();
      portal.emulator().faults().notifications().on(NotificationCall.LONGPOLL).once().stall();
      change(portal, 3);
      awaitExported(portal);
      assertThat(job.getJobStatus().get().isGloballyTerminalState()).isFalse();
      // Nothing waits for an end that never comes.
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(segments())
                      .hasSize(portal.files().size())
                      .allSatisfy((id, row) -> assertThat(row.status()).isEqualTo(Status.OK)));
      stop(job);
      portal.emulator().requests().assertNoViolations();
    }
  }

  @Test
  void losesNothingWhenATaskManagerDies(@InjectMiniCluster MiniCluster cluster) throws Exception {
    try (TestPortal portal = portal()) {
      JobClient job =
          export(portal, FileSelection.follow(OPTIONS)).start(TestExports.environment(2, 50));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> portal.emulator().requests().gets() > 20);
      cluster.terminateTaskManager(0).get(30, TimeUnit.SECONDS);
      change(portal, 1);
      cluster.startTaskManager();
      awaitExported(portal);
      change(portal, 2);
      awaitExported(portal);
      stop(job);
    }
  }

  @Test
  void goesOnFromASavepointWithoutASnapshot() throws Exception {
    try (TestPortal portal = portal()) {
      JobClient job =
          export(portal, FileSelection.follow(OPTIONS)).start(TestExports.environment(2, 50));
      awaitExported(portal);
      Path savepoints = Files.createDirectory(directory.resolve("savepoints"));
      String savepoint =
          job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
              .get(60, TimeUnit.SECONDS);
      change(portal, 1);
      portal.emulator().requests().reset();

      JobClient resumed = resume(portal, OPTIONS, savepoint);
      awaitExported(portal);
      assertThat(portal.emulator().requests().gets("docs/2/small-2"))
          .as("was there before the savepoint")
          .isZero();
      stop(resumed);
    }
  }

  @Test
  void stopsIfThePortalRejectsItsPosition() throws Exception {
    try (TestPortal portal = portal()) {
      JobClient job =
          export(portal, FileSelection.follow(OPTIONS)).start(TestExports.environment(2, 50));
      awaitExported(portal);
      portal.emulator().notifications().forgetCursors();
      change(portal, 1);
      assertThat(job.getJobExecutionResult())
          .failsWithin(Duration.ofSeconds(60))
          .withThrowableOfType(Exception.class)
          .satisfies(e -> assertThat(stoppedBy(e).code()).isEqualTo(ErrorCode.CURSOR_REJECTED));
    }
  }

  @Test
  void takesANewSnapshotIfItMay() throws Exception {
    try (TestPortal portal = portal()) {
      NotificationOptions lenient =
          OPTIONS.toBuilder().rejectedCursors(CursorPolicy.NEW_SNAPSHOT).build();
      JobClient job =
          export(portal, FileSelection.follow(lenient)).start(TestExports.environment(2, 50));
      awaitExported(portal);
      portal.emulator().notifications().forgetCursors();
      change(portal, 1);
      awaitExported(portal);
      stop(job);
    }
  }

  @Test
  void givesRecordsTheTimesOfTheirEvents() throws Exception {
    try (TestPortal portal = portal()) {
      DirectIOSource source =
          DirectIOSource.builder()
              .client(portal.client())
              .files(FileSelection.folders(OPTIONS))
              .build();
      StreamExecutionEnvironment env = TestExports.environment(1, 0);
      List<Long> times =
          env.fromSource(source, WatermarkStrategy.forMonotonousTimestamps(), "files")
              .process(new Times())
              .executeAndCollect(10_000);
      Instant now = Instant.now();
      assertThat(times)
          .hasSizeGreaterThan(portal.files().size())
          .allSatisfy(
              time ->
                  assertThat(Instant.ofEpochMilli(time))
                      .isBetween(now.minusSeconds(300), now.plusSeconds(300)));
    }
  }

  @Test
  void givesRecordsWhatTheEventToldOfTheirFile() throws Exception {
    try (TestPortal portal = portal()) {
      DirectIOSource source =
          DirectIOSource.builder()
              .client(portal.client())
              .files(FileSelection.folders(OPTIONS))
              .build();
      List<FileRef> files = new ArrayList<>();
      TestExports.environment(1, 0)
          .fromSource(source, WatermarkStrategy.noWatermarks(), "files")
          .filter(result -> result instanceof Block)
          .executeAndCollect(10_000)
          .forEach(result -> files.add(((Block) result).file().file()));
      assertThat(files)
          .hasSizeGreaterThan(portal.files().size())
          .allSatisfy(
              file -> {
                FileDetails details = file.details();
                assertThat(details.guid())
                    .isEqualTo(portal.emulator().notifications().guid(file.path()));
                assertThat(file.version()).isPositive();
                assertThat(details.fileTimestamp()).isNotNull();
                assertThat(details.modified()).isNotNull();
                assertThat(details.acl()).startsWith("O:BA");
              });
    }
  }

  private static final class Times extends ProcessFunction<ReadResult, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(ReadResult result, Context context, Collector<Long> out) {
      if (result instanceof Block) {
        out.collect(context.timestamp());
      }
    }
  }

  private JobClient resume(TestPortal portal, NotificationOptions options, String savepoint)
      throws Exception {
    StreamExecutionEnvironment env = TestExports.environment(2, 50);
    Configuration restore = new Configuration();
    restore.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    env.configure(restore);
    return export(portal, FileSelection.follow(options)).start(env);
  }

  private static JobStoppedException stoppedBy(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobStoppedException stopped) {
        return stopped;
      }
    }
    throw new AssertionError("The job was not stopped on purpose", failure);
  }
}

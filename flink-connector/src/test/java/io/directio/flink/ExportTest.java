// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.ErrorCode;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.ReadResult;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.emulator.fault.Fault;
import io.directio.flink.sink.DirectIOSink;
import io.directio.flink.sink.ExportCounters;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.DirectIOSource;
import io.directio.flink.source.FileSelection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportTest {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(2)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int BLOCK = 64 << 10;

  @TempDir Path directory;

  /** Runs of 16 blocks; files are large beyond 8 blocks. */
  private static final AssignmentOptions SMALL_SCALE =
      AssignmentOptions.DEFAULT.withMaxBytes(16 * BLOCK).withSmallFileThreshold(8 * BLOCK);

  private static EmulatorBuilder files(int small, int large) {
    EmulatorBuilder builder =
        Emulator.builder().blockSize(BlockSize.fixed(BLOCK)).codec(Codec.MIXED);
    builder.file("empty", new byte[0]);
    for (int i = 0; i < small; i++) {
      builder.file("small/" + i, TestPortal.bytes(1 + 997 * (i % 90), i));
    }
    for (int i = 0; i < large; i++) {
      builder.file("large/" + i, TestPortal.bytes(60 * BLOCK + i, i));
    }
    return builder;
  }

  private DirectIOExport export(TestPortal portal) {
    return DirectIOExport.from(portal.client())
        .files(FileSelection.ids(portal.ids()))
        .assignment(SMALL_SCALE)
        .to(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100, STREAMING",
    "2, 100, STREAMING",
    "3, 100, STREAMING",
    "4, 100, STREAMING",
    "2, 0, STREAMING",
    "2, 0, BATCH",
    "4, 100, BATCH"
  })
  void exportsEveryByte(int parallelism, long checkpointMillis, RuntimeExecutionMode mode)
      throws Exception {
    try (TestPortal portal = TestPortal.start(files(80, 3))) {
      StreamExecutionEnvironment env = TestExports.environment(parallelism, checkpointMillis);
      env.setRuntimeMode(mode);
      Map<Long, ManifestEntry> rows = TestExports.run(export(portal), env);
      TestExports.assertWhole(portal, directory, rows, Status.OK);
      assertThat(TestExports.leftovers(directory)).isEmpty();
      for (EmulatedFile file : portal.files()) {
        boolean large = file.path().startsWith("large");
        assertThat(portal.emulator().requests().portalCalls(file.path()))
            .as("portal calls for %s", file.path())
            // A large file is listed by the reader that finds out, by the enumerator, and by the
            // readers of the runs, of which all are in one JVM here.
            .isBetween(1L, large ? 3L : 1L);
        for (int block = 1; block <= portal.emulator().blocks(file.path()); block++) {
          assertThat(portal.emulator().requests().gets(file.path(), block)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void exportsBlockByBlockIfAskedTo() throws Exception {
    try (TestPortal portal = TestPortal.start(files(10, 1))) {
      Map<Long, ManifestEntry> rows =
          TestExports.run(
              export(portal).assignment(AssignmentOptions.oneByOne()),
              TestExports.environment(4, 100));
      TestExports.assertWhole(portal, directory, rows, Status.OK);
    }
  }

  @Test
  void plansFilesThatAreKnownToBeLargeWithoutAskingAReader() throws Exception {
    try (TestPortal portal = TestPortal.start(files(5, 2))) {
      List<FileRef> refs =
          portal.files().stream()
              .map(f -> new FileRef(f.id(), Long.toString(f.id()), f.size(), FileRef.UNKNOWN))
              .toList();
      Map<Long, ManifestEntry> rows =
          TestExports.run(
              export(portal).files(FileSelection.files(refs)), TestExports.environment(2, 100));
      TestExports.assertWhole(portal, directory, rows, Status.OK);
      assertThat(portal.emulator().requests().portalCalls("large/0")).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void readsIdsFromAFile() throws Exception {
    try (TestPortal portal = TestPortal.start(files(700, 0))) {
      Path ids = Files.createTempFile("ids", ".txt");
      Files.writeString(
          ids,
          LongStream.of(portal.ids())
              .mapToObj(id -> "# next\n\n" + id)
              .collect(Collectors.joining("\n")));
      Map<Long, ManifestEntry> rows =
          TestExports.run(
              export(portal)
                  .files(FileSelection.idsFile(ids.toString()))
                  .assignment(SMALL_SCALE.withMaxBundleFiles(16)),
              TestExports.environment(2, 100));
      TestExports.assertWhole(portal, directory, rows, Status.OK);
      Files.delete(ids);
    }
  }

  @Test
  void stopsAtALineThatIsNoId() throws Exception {
    try (TestPortal portal = TestPortal.start(files(2, 0))) {
      Path ids = Files.createTempFile("ids", ".txt");
      Files.writeString(ids, "1\n2\nthree\n");
      DirectIOExport export = export(portal).files(FileSelection.idsFile(ids.toString()));
      assertThatThrownBy(() -> TestExports.run(export, TestExports.environment(2, 100)))
          .satisfies(
              e -> {
                JobStoppedException stopped = stoppedBy(e);
                assertThat(stopped).hasMessageContaining("Line 3").hasMessageContaining("three");
              });
      Files.delete(ids);
    }
  }

  @Test
  void writesOffFilesThatFailAndGoesOn() throws Exception {
    try (TestPortal portal = TestPortal.start(files(20, 2))) {
      Fault lost = portal.emulator().faults().storage().forBlock("large/0", 41).noSuchKey();
      portal.emulator().faults().portal().forFile("small/7").respond(422);
      EmulatedFile large = portal.emulator().file("large/0");
      EmulatedFile small = portal.emulator().file("small/7");
      long missing = 987_654_321;
      long[] ids = LongStream.concat(LongStream.of(portal.ids()), LongStream.of(missing)).toArray();

      StreamExecutionEnvironment env = TestExports.environment(2, 100);
      DirectIOExport export = export(portal).files(FileSelection.ids(ids));
      DataStream<ManifestEntry> failures = export.addTo(env);
      CloseableIterator<ManifestEntry> beside = failures.collectAsync();
      JobClient job = env.executeAsync();
      List<Long> failed = new ArrayList<>();
      beside.forEachRemaining(row -> failed.add(row.fileId()));
      Map<Long, ManifestEntry> rows = TestExports.finish(export, job);

      assertThat(failed).contains(large.id(), small.id(), missing);
      assertThat(rows).hasSize(ids.length);
      assertThat(rows.get(large.id()).error().code()).isEqualTo(ErrorCode.BLOCK_DOWNLOAD);
      assertThat(rows.get(small.id()).error().code()).isEqualTo(ErrorCode.NOT_IN_DIRECT_MODE);
      assertThat(rows.get(missing).error().code()).isEqualTo(ErrorCode.NOT_FOUND);
      List<EmulatedFile> good =
          portal.files().stream()
              .filter(file -> file.id() != large.id() && file.id() != small.id())
              .toList();
      TestExports.assertWhole(good, directory, rows, Status.OK);
      assertThat(TestExports.published(directory)).hasSize(good.size());
      assertThat(TestExports.leftovers(directory))
          .as("only what the next run can go on with")
          .isNotEmpty()
          .allMatch(path -> path.toString().contains(Long.toString(large.id())));

      lost.lift();
      portal.emulator().requests().reset();
      DirectIOExport again = export(portal).files(FileSelection.ids(large.id()));
      Map<Long, ManifestEntry> resumed =
          TestExports.finish(again, again.start(TestExports.environment(2, 100)));

      TestExports.assertWhole(List.of(large), directory, resumed, Status.OK);
      assertThat(portal.emulator().requests().gets("large/0"))
          .isLessThan(portal.emulator().blocks("large/0"));
      assertThat(TestExports.leftovers(directory)).isEmpty();
    }
  }

  @Test
  void givesAFileThatIsNamedTwiceOneRow() throws Exception {
    try (TestPortal portal = TestPortal.start(files(10, 1))) {
      long[] twice =
          LongStream.concat(LongStream.of(portal.ids()), LongStream.of(portal.ids())).toArray();
      DirectIOExport export =
          export(portal).files(FileSelection.ids(twice)).assignment(SMALL_SCALE).skipStored(false);
      Map<Long, ManifestEntry> rows = TestExports.run(export, TestExports.environment(2, 100));
      TestExports.assertWhole(portal, directory, rows, Status.OK);
    }
  }

  @Test
  void skipsWhatIsThereOnASecondRun() throws Exception {
    try (TestPortal portal = TestPortal.start(files(20, 2))) {
      TestExports.run(export(portal), TestExports.environment(2, 100));
      portal.emulator().requests().reset();
      Map<Long, ManifestEntry> rows =
          TestExports.run(export(portal), TestExports.environment(2, 100));
      TestExports.assertWhole(portal, directory, rows, Status.SKIPPED);
      assertThat(portal.emulator().requests().gets()).isZero();
      assertThat(portal.emulator().requests().portalCalls()).isEqualTo(portal.files().size());
    }
  }

  @Test
  void resumesAfterACancel() throws Exception {
    try (TestPortal portal = TestPortal.start(files(30, 4))) {
      // The last blocks hang, so that the export can't finish before it is cancelled.
      var hanging = portal.emulator().faults().storage().forBlock("large/3", 60).stall();
      JobClient job = export(portal).start(TestExports.environment(2, 50));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  TestExports.published(directory).size() == portal.files().size() - 1
                      && TestExports.hasJournal(directory));
      job.cancel().get(60, TimeUnit.SECONDS);
      Awaitility.await().until(() -> job.getJobStatus().get().isGloballyTerminalState());
      hanging.lift();
      assertThat(TestExports.published(directory)).hasSizeLessThan(portal.files().size());
      long before = portal.emulator().requests().gets("large/3");

      Map<Long, ManifestEntry> rows =
          TestExports.run(export(portal), TestExports.environment(2, 100));
      EmulatedFile last = portal.emulator().file("large/3");
      TestExports.assertWhole(List.of(last), directory, rows, Status.OK);
      assertThat(rows).hasSize(portal.files().size());
      assertThat(rows.values()).noneMatch(row -> row.status() == Status.FAILED);
      assertThat(TestExports.published(directory)).hasSize(portal.files().size());
      // What had been flushed is not fetched again.
      assertThat(portal.emulator().requests().gets("large/3") - before).isLessThan(60);
    }
  }

  @Test
  void stopsAtOnceIfTheSecretIsWrong() throws Exception {
    try (TestPortal portal = TestPortal.start(files(5, 1))) {
      String wrong = "d3JvbmcgYnV0IG9mIHRoZSByaWdodCBsZW5ndGgh";
      DirectIOExport export =
          DirectIOExport.from(portal.clientWith(portal.emulator().accessKeyId(), wrong))
              .files(FileSelection.ids(portal.ids()))
              .to(directory);
      assertThatThrownBy(() -> TestExports.run(export, TestExports.environment(2, 100)))
          .satisfies(e -> assertThat(stoppedBy(e).code()).isEqualTo(ErrorCode.KEY));
      assertThat(TestExports.published(directory)).doesNotContain("large");
    }
  }

  @Test
  void stopsAtOnceIfThePortalRefusesTheCredentials() throws Exception {
    try (TestPortal portal = TestPortal.start(files(5, 0))) {
      DirectIOExport export =
          DirectIOExport.from(portal.clientWith("nobody", portal.emulator().secretAccessKey()))
              .files(FileSelection.ids(portal.ids()))
              .to(directory);
      assertThatThrownBy(() -> TestExports.run(export, TestExports.environment(2, 100)))
          .satisfies(e -> assertThat(stoppedBy(e).code()).isEqualTo(ErrorCode.UNAUTHORIZED));
      assertThat(portal.emulator().requests().portalCalls()).isLessThan(30);
    }
  }

  @Test
  void stopsAtTheFirstFailedFileIfAskedTo() throws Exception {
    try (TestPortal portal = TestPortal.start(files(5, 0))) {
      portal.emulator().faults().portal().forFile("small/3").respond(422);
      DirectIOExport export = export(portal).failFast(true);
      assertThatThrownBy(() -> TestExports.run(export, TestExports.environment(2, 100)))
          .satisfies(e -> assertThat(stoppedBy(e).code()).isEqualTo(ErrorCode.NOT_IN_DIRECT_MODE));
    }
  }

  @Test
  void assemblesBlocksThatWereShuffledOnTheWay() throws Exception {
    try (TestPortal portal = TestPortal.start(files(30, 3))) {
      StreamExecutionEnvironment env = TestExports.environment(3, 100);
      DirectIOSource source =
          DirectIOSource.builder()
              .client(portal.client())
              .files(FileSelection.ids(portal.ids()))
              .assignment(SMALL_SCALE)
              .build();
      DataStream<ReadResult> results =
          env.fromSource(source, WatermarkStrategy.noWatermarks(), "source");
      results
          .rebalance()
          .filter(result -> true)
          .setParallelism(2)
          .sinkTo(
              DirectIOSink.builder()
                  .destination(LocalDestinationSpec.in(directory))
                  .run("shuffled")
                  .build())
          .setParallelism(4);
      env.execute();
      Map<Long, ManifestEntry> rows =
          TestExports.rows(directory.resolve(".directio/manifest/shuffled.jsonl"));
      TestExports.assertWhole(portal, directory, rows, Status.OK);
    }
  }

  @Test
  void countsWhatItDoes() throws Exception {
    try (TestPortal portal = TestPortal.start(files(20, 1))) {
      portal.emulator().faults().portal().forFile("small/3").respond(422);
      JobClient job = export(portal).start(TestExports.environment(2, 100));
      Map<String, Object> counts =
          job.getJobExecutionResult().get(60, TimeUnit.SECONDS).getAllAccumulatorResults();
      long bytes =
          portal.files().stream()
              .filter(file -> !file.path().equals("small/3"))
              .mapToLong(EmulatedFile::size)
              .sum();
      assertThat(counts)
          .containsEntry(ExportCounters.FILES_COMPLETED, 21L)
          .containsEntry(ExportCounters.FILES_FAILED, 1L)
          .containsEntry(ExportCounters.FILES_SKIPPED, 0L)
          .containsEntry(ExportCounters.BYTES, bytes);
    }
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

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.ErrorCode;
import io.directio.FileEvent;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.assemble.ManifestReader;
import io.directio.beam.write.WriteResult;
import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.notify.NotificationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler.BadRecordErrorHandler;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every runner must do. A runner's test extends it and says which runner. */
public abstract class Behaviour {

  /** Of every file, as if an event had told it. */
  private static final long VERSION = 1;

  private static final int SMALL = 40_000;
  private static final int BLOCK = 10_000;

  @TempDir Path directory;

  private TestPortal portal;

  /** Options that choose the runner. */
  protected abstract PipelineOptions options();

  @BeforeEach
  void start() {
    EmulatorBuilder builder = Emulator.builder().blockSize(BlockSize.fixed(BLOCK));
    builder.file("empty", new byte[0]);
    for (int i = 0; i < 12; i++) {
      builder.file("small/" + i, TestPortal.bytes(500 + 3_000 * i, i));
    }
    for (int i = 0; i < 3; i++) {
      builder.file("large/" + i, TestPortal.bytes(200_001 + 70_000 * i, 100 + i));
    }
    portal = TestPortal.start(builder);
  }

  @AfterEach
  void stop() {
    portal.emulator().requests().assertNoViolations();
    portal.close();
  }

  private Export export() {
    return DirectIO.export(portal.client(), directory)
        .withSmallFileThreshold(SMALL)
        .withMaxRunBytes(60_000)
        .withManifestName("run");
  }

  private PTransform<PBegin, PCollection<FileRef>> references() {
    return Create.of(
            portal.files().stream()
                .map(file -> new FileRef(file.id(), file.path(), file.content().size(), VERSION))
                .toList())
        .withType(TypeDescriptor.of(FileRef.class));
  }

  private void run(Pipeline pipeline) {
    assertThat(pipeline.run().waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
  }

  private Map<Long, ManifestEntry> manifest() throws IOException {
    Map<Long, ManifestEntry> rows = new TreeMap<>();
    Path path = directory.resolve(".directio/manifest/run.jsonl");
    try (ManifestReader reader = ManifestReader.open(path)) {
      for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
        assertThat(rows.put(row.get().fileId(), row.get())).as("another row").isNull();
      }
    }
    return rows;
  }

  private void assertWhole(EmulatedFile file, String path) throws IOException {
    assertThat(directory.resolve(path)).as(path).hasBinaryContent(TestPortal.bytesOf(file));
  }

  /** The row of an exported file, which is the same whatever engine has written it. */
  private static ManifestEntry row(EmulatedFile file) {
    byte[] bytes = TestPortal.bytesOf(file);
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int blocks = bytes.length == 0 ? 0 : blocks(file);
    return new ManifestEntry(
        file.id(),
        file.path(),
        bytes.length,
        VERSION,
        blocks,
        (int) crc.getValue(),
        Status.OK,
        null);
  }

  private long visibleFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !directory.relativize(file).startsWith(".directio"))
          .count();
    }
  }

  @Test
  void exportsSmallLargeAndEmptyFiles() throws Exception {
    Collected<ManifestEntry> succeeded = new Collected<>();
    Collected<String> manifests = new Collected<>();
    Pipeline pipeline = Pipeline.create(options());
    WriteResult result = pipeline.apply(references()).apply(export());
    result.succeeded().apply("Collect files", succeeded);
    result.manifest().apply("Collect manifests", manifests);
    run(pipeline);

    for (EmulatedFile file : portal.files()) {
      assertWhole(file, file.path());
      assertThat(manifest().get(file.id())).isEqualTo(row(file));
    }
    assertThat(visibleFiles()).isEqualTo(portal.files().size());
    assertThat(succeeded.elements())
        .containsExactlyInAnyOrderElementsOf(portal.files().stream().map(f -> row(f)).toList());
    assertThat(manifests.elements())
        .containsExactly(directory.resolve(".directio/manifest/run.jsonl").toString());
  }

  @Test
  void asksThePortalOnceForEachFile() {
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply(DirectIO.fileIds(portal.ids())).apply(export());
    run(pipeline);

    for (EmulatedFile file : portal.files()) {
      assertThat(portal.emulator().requests().portalCalls(file.path()))
          .as(file.path())
          .isEqualTo(1);
    }
  }

  @Test
  void skipsWhatIsThereAlready() throws Exception {
    Pipeline first = Pipeline.create(options());
    first.apply(DirectIO.fileIds(portal.ids())).apply(export());
    run(first);
    portal.emulator().requests().reset();

    Pipeline second = Pipeline.create(options());
    second.apply(DirectIO.fileIds(portal.ids())).apply(export().withManifestName("again"));
    run(second);

    assertThat(portal.emulator().requests().gets()).isZero();
    assertThat(visibleFiles()).isEqualTo(portal.files().size());
  }

  @Test
  void goesOnWhenAFileFails() throws Exception {
    portal.emulator().faults().storage().forBlock("large/1", 7).noSuchKey();
    Collected<ManifestEntry> failed = new Collected<>();
    Pipeline pipeline = Pipeline.create(options());
    long[] andOne =
        LongStream.concat(LongStream.of(portal.ids()), LongStream.of(999_999)).toArray();
    pipeline.apply(DirectIO.fileIds(andOne)).apply(export()).failed().apply(failed);
    run(pipeline);

    EmulatedFile broken = portal.emulator().file("large/1");
    assertThat(failed.elements())
        .extracting(ManifestEntry::fileId)
        .containsExactlyInAnyOrder(broken.id(), 999_999L);
    assertThat(manifest().get(999_999L).error().code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(manifest().get(broken.id()).error().code()).isEqualTo(ErrorCode.BLOCK_DOWNLOAD);
    assertThat(directory.resolve(Long.toString(broken.id()))).doesNotExist();
    assertThat(visibleFiles()).isEqualTo(portal.files().size() - 1);
  }

  @Test
  void recoversFromFaultsOfTheNetwork() throws Exception {
    portal.emulator().faults().storage().forFile("large/0").times(3).resetAfter(5_000);
    portal.emulator().faults().storage().forFile("large/1").times(2).expired();
    portal.emulator().faults().storage().forFile("large/2").times(3).slowDown();
    portal.emulator().faults().portal().forFile("small/3").once().respond(503);
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply(references()).apply(export());
    run(pipeline);

    for (EmulatedFile file : portal.files()) {
      assertWhole(file, file.path());
    }
  }

  /** Small files by a function of their own, and all files by the one that can be split. */
  @ParameterizedTest
  @ValueSource(longs = {SMALL, 0})
  void givesEveryBlockOnce(long smallFileThreshold) {
    Collected<Block> blocks = new Collected<>();
    Pipeline pipeline = Pipeline.create(options());
    pipeline
        .apply(
            DirectIO.read(portal.client())
                .withFileIds(portal.ids())
                .withReading(
                    all -> all.withSmallFileThreshold(smallFileThreshold).withMaxRunBytes(1)))
        .apply(blocks);
    run(pipeline);

    assertThat(blocks.elements())
        .extracting(Block::fileId, Block::number)
        .doesNotHaveDuplicates()
        .hasSize(portal.files().stream().mapToInt(file -> blocks(file)).sum());
  }

  private static int blocks(EmulatedFile file) {
    return (int) Math.max(1, (file.content().size() + BLOCK - 1) / BLOCK);
  }

  @ParameterizedTest
  @ValueSource(longs = {SMALL, 0})
  void handsFailedFilesToTheErrorHandler(long smallFileThreshold) throws Exception {
    Collected<BadRecord> bad = new Collected<>();
    Pipeline pipeline = Pipeline.create(options());
    try (BadRecordErrorHandler<PDone> handler = pipeline.registerBadRecordErrorHandler(bad)) {
      pipeline.apply(
          DirectIO.read(portal.client())
              .withFileIds(999_999, portal.ids()[1])
              .withReading(
                  all -> all.withSmallFileThreshold(smallFileThreshold).withErrorHandler(handler)));
    }
    run(pipeline);

    assertThat(bad.elements())
        .singleElement()
        .satisfies(
            record ->
                assertThat(record.getFailure().getException()).contains("does not know this file"));
  }

  @Test
  void failsThePipelineWithoutAnErrorHandler() {
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply(DirectIO.read(portal.client()).withFileIds(999_999));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasStackTraceContaining("File 999999");
  }

  @Test
  void stopsWhenTheCredentialsAreRefused() {
    Pipeline pipeline = Pipeline.create(options());
    pipeline
        .apply(DirectIO.fileIds(portal.ids()))
        .apply(DirectIO.export(portal.clientWith("nobody", "planted-secret"), directory));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .satisfies(
            failure ->
                assertThat(org.assertj.core.util.Throwables.getStackTrace(failure))
                    .contains("401")
                    .doesNotContain("planted-secret"));
    assertThat(portal.emulator().requests().portalCalls()).isLessThan(200);
  }

  @Test
  void writesBlocksThatTheUsersOwnTransformsPassOn() throws Exception {
    Pipeline pipeline = Pipeline.create(options());
    pipeline
        .apply(references())
        .apply(DirectIO.readAll(portal.client()).withSmallFileThreshold(SMALL))
        .apply("A user's shuffle", Redistribute.arbitrarily())
        .apply(DirectIO.write(directory).withManifestName("run"));
    run(pipeline);

    for (EmulatedFile file : portal.files()) {
      assertWhole(file, file.path());
    }
    assertThat(manifest()).hasSameSizeAs(portal.files());
  }

  @Test
  void takesReplayedBlocksAndPublishedFilesAgain() throws Exception {
    for (int attempt = 0; attempt < 2; attempt++) {
      Pipeline pipeline = Pipeline.create(options());
      PCollection<Block> blocks =
          pipeline
              .apply(references())
              .apply(DirectIO.readAll(portal.client()).withSmallFileThreshold(SMALL));
      PCollectionList.of(blocks)
          .and(blocks)
          .apply(Flatten.pCollections())
          .apply(DirectIO.write(directory).withManifestName("run"));
      run(pipeline);
    }

    for (EmulatedFile file : portal.files()) {
      assertWhole(file, file.path());
      assertThat(manifest().get(file.id()).status()).isEqualTo(Status.OK);
    }
    assertThat(visibleFiles()).isEqualTo(portal.files().size());
  }

  @Test
  void readsIdsFromAFile() throws Exception {
    Path ids = directory.resolve("ids.txt");
    StringBuilder lines = new StringBuilder("# ids\n\n");
    for (long id : portal.ids()) {
      lines.append(' ').append(id).append("\n");
    }
    Files.writeString(ids, lines);
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply(DirectIO.fileIdsIn(ids.toString())).apply(export());
    run(pipeline);
    assertThat(manifest()).hasSameSizeAs(portal.files());
  }

  @Test
  void exportsWhatIsInFolders() throws Exception {
    NotificationOptions smallOnes =
        NotificationOptions.builder()
            .pageSize(4)
            .folderIds(List.of(portal.emulator().notifications().folderId("small")))
            .build();
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply(DirectIO.filesIn(portal.client(), smallOnes)).apply(export());
    run(pipeline);

    List<EmulatedFile> wanted =
        portal.files().stream().filter(file -> file.path().startsWith("small/")).toList();
    for (EmulatedFile file : wanted) {
      assertWhole(file, file.path());
    }
    assertThat(visibleFiles()).isEqualTo(wanted.size());
  }

  @Test
  void tellsWhatIsInFolders() {
    Collected<FileEvent> events = new Collected<>();
    Pipeline pipeline = Pipeline.create(options());
    pipeline
        .apply(
            DirectIO.readEvents(portal.client())
                .withFolders(NotificationOptions.builder().pageSize(4).build())
                .withSnapshotOnly())
        .apply(events);
    run(pipeline);

    assertThat(events.elements())
        .filteredOn(FileEvent::isReadable)
        .extracting(FileEvent::path)
        .containsExactlyInAnyOrderElementsOf(
            portal.files().stream().map(EmulatedFile::path).toList());
  }
}

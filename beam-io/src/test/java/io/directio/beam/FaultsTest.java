// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.beam.write.WriteResult;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.emulator.encode.Payloads;
import io.directio.emulator.fault.Faults;
import io.directio.emulator.notify.NotificationCall;
import io.directio.http.HttpOptions;
import io.directio.http.RetryPolicy;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import io.directio.read.DirectIOClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler.BadRecordErrorHandler;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What portals, networks and names can do to an export; the numbers are those of the faults. */
class FaultsTest {

  private static final int BLOCK = 20_000;
  private static final int SIZE = 305_001;

  /** Impatient, so that what takes long to fail does not take long here. */
  private static final HttpOptions HTTP =
      HttpOptions.builder()
          .readTimeout(Duration.ofMillis(300))
          .minimumThroughput(20_000, Duration.ofMillis(500))
          .build();

  @TempDir Path directory;

  private TestPortal portal;

  @BeforeEach
  void start() {
    EmulatorBuilder builder =
        Emulator.builder().blockSize(BlockSize.fixed(BLOCK)).codec(Codec.MIXED);
    builder.file("large", TestPortal.bytes(SIZE, 1));
    builder.file("other", TestPortal.bytes(SIZE, 2));
    builder.file("small", TestPortal.bytes(BLOCK / 2, 3));
    builder.file("empty", new byte[0]);
    portal = TestPortal.start(builder);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private ClientOptions client() {
    return portal
        .options()
        .portalHttp(HTTP)
        .storageHttp(HTTP)
        .retries(new RetryPolicy(4, Duration.ofMillis(10), Duration.ofMillis(50)))
        .build();
  }

  private List<FileRef> references() {
    return portal.files().stream()
        .map(file -> new FileRef(file.id(), file.path(), file.content().size(), 1))
        .toList();
  }

  private Map<Long, ManifestEntry> export() {
    return export(references());
  }

  private Map<Long, ManifestEntry> export(List<FileRef> files) {
    Collected<ManifestEntry> rows = new Collected<>();
    Pipeline pipeline = Pipeline.create();
    WriteResult result =
        pipeline
            .apply(Create.of(files).withType(TypeDescriptor.of(FileRef.class)))
            .apply(
                DirectIO.export(client(), directory.resolve("out"))
                    .withSmallFileThreshold(BLOCK)
                    .withMaxRunBytes(3 * BLOCK)
                    .withManifestName("run"));
    result.succeeded().apply("Succeeded", rows);
    Collected<ManifestEntry> failed = new Collected<>();
    result.failed().apply("Failed", failed);
    pipeline.run().waitUntilFinish();
    Map<Long, ManifestEntry> byId = new HashMap<>();
    Stream.concat(rows.elements().stream(), failed.elements().stream())
        .forEach(row -> assertThat(byId.put(row.fileId(), row)).as("another row").isNull());
    return byId;
  }

  private ManifestEntry row(Map<Long, ManifestEntry> rows, String path) {
    return rows.get(portal.emulator().file(path).id());
  }

  private void assertWhole(String path) {
    assertThat(directory.resolve("out").resolve(path))
        .as(path)
        .hasBinaryContent(TestPortal.bytesOf(portal.emulator().file(path)));
  }

  private List<String> visible() throws IOException {
    Path out = directory.resolve("out");
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .filter(file -> !file.startsWith(".directio"))
          .toList();
    }
  }

  private static Arguments fault(String name, Consumer<Faults> fault) {
    return Arguments.of(name, fault);
  }

  static Stream<Arguments> passing() {
    return Stream.of(
        fault("1: URLs expired", f -> f.storage().forFile("large").times(3).expired()),
        fault("8: the portal is away", f -> f.portal().times(2).respond(502)),
        fault("8: a login page", f -> f.portal().forFile("small").once().loginPage()),
        fault(
            "9: the portal is overloaded",
            f -> f.portal().times(2).respond(429).retryAfter(Duration.ofSeconds(1))),
        fault("10: so is the storage", f -> f.storage().times(6).slowDown()),
        fault("12: cut bodies", f -> f.storage().times(3).closeAfter(1_000)),
        fault("12: shortened bodies", f -> f.storage().forFile("large").times(2).truncateBody(99)),
        fault("13: HTML for a block", f -> f.storage().forFile("large").once().htmlPage()),
        fault("14: no answer", f -> f.storage().forFile("large").times(2).stall()),
        fault("14: no body", f -> f.storage().forFile("large").times(2).stallAfter(500)),
        fault(
            "14: a byte now and then",
            f -> f.storage().forFile("large").once().dribble(1, Duration.ofMillis(20))),
        fault("19: a bomb, once", f -> f.storage().once().payload(Payloads.gzipBomb(64))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void exportsEverythingWhatever(String name, Consumer<Faults> fault) throws Exception {
    fault.accept(portal.emulator().faults());
    Map<Long, ManifestEntry> rows = export();

    assertThat(rows.values()).extracting(ManifestEntry::status).containsOnly(Status.OK);
    for (EmulatedFile file : portal.files()) {
      assertWhole(file.path());
    }
    portal.emulator().requests().assertNoViolations();
  }

  static Stream<Arguments> lasting() {
    return Stream.of(
        lasting(
            "7: refused",
            f -> f.portal().forFile("large").respond(422),
            ErrorCode.NOT_IN_DIRECT_MODE),
        lasting(
            "7: no blocks",
            f -> f.portal().forFile("large").listing(edit -> edit.noBlocks()),
            ErrorCode.NO_BLOCKS),
        lasting(
            "11: a block is missing",
            f -> f.storage().forBlock("large", 9).noSuchKey(),
            ErrorCode.BLOCK_DOWNLOAD),
        lasting(
            "14: a block never comes",
            f -> f.storage().forBlock("large", 9).stall(),
            ErrorCode.BLOCK_TIMEOUT),
        lasting(
            "17: no whole number of cipher blocks",
            f -> f.storage().forBlock("large", 9).truncateBody(21),
            ErrorCode.BLOCK_DECRYPT),
        lasting(
            "17: broken padding",
            f -> f.storage().forBlock("large", 9).breakPadding(),
            ErrorCode.BLOCK_DECRYPT),
        lasting(
            "19: a bomb",
            f -> f.storage().forBlock("large", 9).payload(Payloads.gzipBomb(8)),
            ErrorCode.BLOCK_DECOMPRESS),
        lasting(
            "20: nonsense for lengths",
            f -> f.portal().forFile("large").listing(edit -> edit.length(2, 1L << 40)),
            ErrorCode.MALFORMED_LISTING),
        lasting(
            "31: poison",
            f -> f.storage().forBlock("large", 9).respond(500),
            ErrorCode.BLOCK_DOWNLOAD));
  }

  private static Arguments lasting(String name, Consumer<Faults> fault, ErrorCode code) {
    return Arguments.of(name, fault, code);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lasting")
  void writesOffOneFileAndGoesOn(String name, Consumer<Faults> fault, ErrorCode code)
      throws Exception {
    fault.accept(portal.emulator().faults());
    Map<Long, ManifestEntry> rows = export();

    ManifestEntry failed = row(rows, "large");
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.error().code()).isEqualTo(code);
    assertThat(rows).hasSize(4);
    assertThat(visible()).containsExactlyInAnyOrder("other", "small", "empty");
    // Bounded attempts.
    assertThat(portal.emulator().requests().gets()).isLessThan(150);
    portal.emulator().faults().clear();
    assertThat(export().values()).extracting(ManifestEntry::status).doesNotContain(Status.FAILED);
    assertWhole("large");
  }

  /** 4: the size is the one that an event told of the first version. */
  @Test
  void readsALargeFileAgainThatChangesMeanwhile() throws Exception {
    byte[] changed = TestPortal.bytes(SIZE + 4 * BLOCK, 9);
    changesWhileItIsRead(9, changed);
    Map<Long, ManifestEntry> rows = export();

    assertThat(rows.values()).extracting(ManifestEntry::status).containsOnly(Status.OK);
    assertThat(directory.resolve("out/large")).hasBinaryContent(changed);
    assertWhole("other");
  }

  /** 4. */
  @Test
  void readsALargeFileAgainWhoseSizeNobodyKnew() throws Exception {
    byte[] changed = TestPortal.bytes(SIZE - 4 * BLOCK, 9);
    changesWhileItIsRead(9, changed);
    EmulatedFile file = portal.emulator().file("large");
    Map<Long, ManifestEntry> rows = export(List.of(new FileRef(file.id(), "large", -1, 1)));

    assertThat(rows.get(file.id()).status()).isEqualTo(Status.OK);
    assertThat(directory.resolve("out/large")).hasBinaryContent(changed);
  }

  /** 4. */
  @Test
  void failsAFileThatChangesAgainAndAgain() throws Exception {
    changesWhileItIsRead(9, TestPortal.bytes(SIZE + 4 * BLOCK, 9));
    changesWhileItIsRead(18, TestPortal.bytes(SIZE + 8 * BLOCK, 10));
    Map<Long, ManifestEntry> rows = export();

    assertThat(row(rows, "large").error().code()).isEqualTo(ErrorCode.FILE_CHANGED);
    assertThat(visible()).doesNotContain("large");
    assertThat(row(rows, "other").status()).isEqualTo(Status.OK);
  }

  /**
   * While a block is fetched the file changes, and the URLs expire: so it is listed again.
   *
   * @param block a block of the version before
   */
  private void changesWhileItIsRead(int block, byte[] version) {
    Emulator emulator = portal.emulator();
    emulator
        .faults()
        .storage()
        .forBlock("large", block)
        .once()
        .editBody(
            body -> {
              emulator.replace("large", Content.of(version));
              emulator.faults().storage().forBlock("large", block).once().expired();
              return Arrays.copyOf(body, 5);
            });
  }

  /** 4: blocks that came out can't be called back. */
  @Test
  void handsALargeFileOverThatChangesWhileItsBlocksAreRead() throws Exception {
    long before = fingerprint("large");
    changesWhileItIsRead(9, TestPortal.bytes(SIZE + 4 * BLOCK, 9));
    Collected<Block> blocks = new Collected<>();
    Collected<BadRecord> bad = new Collected<>();
    Pipeline pipeline = Pipeline.create();
    try (BadRecordErrorHandler<PDone> handler = pipeline.registerBadRecordErrorHandler(bad)) {
      pipeline
          .apply(Create.of(references()).withType(TypeDescriptor.of(FileRef.class)))
          .apply(
              DirectIO.readAll(client())
                  .withSmallFileThreshold(BLOCK)
                  .withMaxRunBytes(3 * BLOCK)
                  .withErrorHandler(handler))
          .apply(blocks);
    }
    pipeline.run().waitUntilFinish();

    EmulatedFile changed = portal.emulator().file("large");
    assertThat(bad.elements())
        .isNotEmpty()
        .allSatisfy(
            record ->
                assertThat(record.getFailure().getException())
                    .contains("File " + changed.id(), "changed"));
    assertThat(
            blocks.elements().stream()
                .filter(block -> block.fileId() == changed.id())
                .map(block -> block.file().fingerprint())
                .distinct())
        .containsExactly(before);
    assertThat(blocks.elements())
        .filteredOn(block -> block.fileId() == portal.emulator().file("other").id())
        .hasSize((SIZE + BLOCK - 1) / BLOCK);
  }

  /** As it is now; the version that an event told is a part of it. */
  private long fingerprint(String path) throws DirectIOException {
    FileRef file =
        references().stream().filter(ref -> ref.path().equals(path)).findFirst().orElseThrow();
    try (DirectIOClient elsewhere = DirectIOClient.open(client())) {
      return elsewhere.plan(file).fingerprint();
    }
  }

  /** 5. */
  @Test
  void writesOffAFileThatIsDeletedMeanwhile() throws Exception {
    EmulatedFile large = portal.emulator().file("large");
    portal.emulator().faults().storage().forBlock("large", 9).once().expired();
    portal.emulator().faults().portal().forFile("large").after(1).respond(404);
    Map<Long, ManifestEntry> rows = export();

    assertThat(rows.get(large.id()).error().code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(visible()).containsExactlyInAnyOrder("other", "small", "empty");
    assertThat(directory.resolve("out/.directio/partial"))
        .satisfiesAnyOf(
            partial -> assertThat(partial).doesNotExist(),
            partial -> assertThat(partial).isEmptyDirectory());
  }

  /** 18. */
  @Test
  void stopsAtAWrongSecretKey() {
    String wrong = "canary" + "A".repeat(34);
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(DirectIO.fileIds(portal.ids()))
        .apply(
            DirectIO.export(
                portal.clientWith(portal.emulator().accessKeyId(), wrong),
                directory.resolve("out")));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .satisfies(
            e ->
                assertThat(Throwables.getStackTrace(e))
                    .containsIgnoringCase("secret")
                    .doesNotContain(wrong));
  }

  /** 18. */
  @Test
  void stopsAtAWrappedKeyThatIsNone() {
    portal
        .emulator()
        .faults()
        .portal()
        .listing(edit -> edit.wrappedKey("AAAAAAAAAAAAAAAAAAAAAA=="));
    assertThatThrownBy(this::export).hasStackTraceContaining("KeyDecryptionException");
  }

  /** 6. */
  @Test
  void stopsWhenThePortalForbidsEverything() {
    portal.emulator().faults().portal().respond(403);
    assertThatThrownBy(this::export).hasStackTraceContaining("403");
    assertThat(portal.emulator().requests().portalCalls()).isLessThan(200);
  }

  /** 25. */
  @Test
  void neverWritesOutsideOfTheDestination() throws Exception {
    EmulatedFile large = portal.emulator().file("large");
    EmulatedFile other = portal.emulator().file("other");
    EmulatedFile small = portal.emulator().file("small");
    EmulatedFile empty = portal.emulator().file("empty");
    Map<Long, ManifestEntry> rows =
        export(
            List.of(
                new FileRef(large.id(), "../../escaped", -1, 1),
                new FileRef(other.id(), "/etc/con\u0000trol\u202e", -1, 1),
                new FileRef(small.id(), "C:\\twin", -1, 1),
                new FileRef(empty.id(), "x".repeat(400) + "/.directio/y", -1, 1)));

    assertThat(rows.values()).extracting(ManifestEntry::status).containsOnly(Status.OK);
    assertThat(visible()).hasSize(4).noneMatch(name -> name.contains("\\"));
    try (Stream<Path> beside = Files.list(directory)) {
      assertThat(beside).containsExactly(directory.resolve("out"));
    }
  }

  /** 25. */
  @Test
  void reportsTwoFilesOfTheSameName() throws Exception {
    EmulatedFile large = portal.emulator().file("large");
    EmulatedFile other = portal.emulator().file("other");
    Map<Long, ManifestEntry> rows =
        export(
            List.of(
                new FileRef(large.id(), "twin", -1, 1), new FileRef(other.id(), "twin", -1, 1)));

    assertThat(rows.values())
        .extracting(ManifestEntry::status)
        .containsExactlyInAnyOrder(Status.OK, Status.FAILED);
    assertThat(rows.values())
        .filteredOn(row -> row.status() == Status.FAILED)
        .allMatch(row -> row.error().code() == ErrorCode.PATH_COLLISION);
    assertThat(visible()).containsExactly("twin");
  }

  /** 29. */
  @Test
  void exportsFoldersWhateverThePortalRepeats() throws Exception {
    Faults faults = portal.emulator().faults();
    faults.notifications().on(NotificationCall.LIST).duplicateEvents();
    faults.notifications().on(NotificationCall.LIST).nth(2).redirectToLogin();
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(DirectIO.filesIn(client(), NotificationOptions.builder().pageSize(1).build()))
        .apply(DirectIO.export(client(), directory.resolve("out")));
    pipeline.run().waitUntilFinish();

    assertThat(visible()).containsExactlyInAnyOrder("large", "other", "small", "empty");
  }
}

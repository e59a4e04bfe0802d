// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.assemble.Destination;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.emulator.s3.S3Call;
import io.directio.emulator.s3.S3Server;
import io.directio.read.BlockIterator;
import io.directio.read.DirectIOClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Redistribute;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports to a bucket by the core's own destination. */
class S3ExportTest {

  private static final int BLOCK = 512 << 10;
  private static final int BLOCKS = 30;
  private static final int PART = S3DestinationSpec.MIN_PART;

  @TempDir Path directory;

  private S3Server server;
  private TestPortal portal;

  @BeforeEach
  void start() {
    server = S3Server.start(directory, "exports", "s3-key-id", "s3-secret");
    System.setProperty("aws.accessKeyId", "s3-key-id");
    System.setProperty("aws.secretAccessKey", "s3-secret");
    EmulatorBuilder builder = Emulator.builder().blockSize(BlockSize.fixed(BLOCK));
    builder.file("large", TestPortal.bytes(BLOCKS * BLOCK - 1, 1));
    for (int i = 0; i < 5; i++) {
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
        .withPartBytes(PART);
  }

  private Export export(S3DestinationSpec spec) {
    return DirectIO.export(portal.client(), spec)
        .withSmallFileThreshold(1 << 20)
        .withMaxRunBytes(2L * PART)
        .withManifestName("run");
  }

  private List<ManifestEntry> run(Export export) {
    Collected<ManifestEntry> rows = new Collected<>();
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(DirectIO.fileIds(portal.ids())).apply(export).succeeded().apply(rows);
    pipeline.run().waitUntilFinish();
    return rows.elements();
  }

  private void assertWhole() throws IOException {
    for (EmulatedFile file : portal.files()) {
      assertThat(directory.resolve("exports/run/" + file.id()))
          .as(file.path())
          .hasBinaryContent(TestPortal.bytesOf(file));
    }
    Path partial = directory.resolve("exports/run/.directio/partial");
    if (Files.exists(partial)) {
      try (Stream<Path> left = Files.walk(partial)) {
        assertThat(left.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  @Test
  void putsFilesTogetherWithinTheStoreFromPartsThatTheirReadersWrote() throws Exception {
    List<ManifestEntry> rows = run(export(spec()));
    assertThat(rows).hasSize(6).extracting(ManifestEntry::status).containsOnly(Status.OK);
    assertWhole();
    // Nothing cut the units, so none had to be read again to be put together.
    assertThat(server.calls(S3Call.COPY_PART)).isGreaterThanOrEqualTo(3);
    assertThat(server.calls(S3Call.UPLOAD_PART)).isZero();

    portal.emulator().requests().reset();
    assertThat(run(export(spec()))).extracting(ManifestEntry::status).containsOnly(Status.SKIPPED);
    assertThat(portal.emulator().requests().gets()).isZero();
  }

  @Test
  void bringsBlocksOfAPartTogetherThatTheUsersOwnTransformsScattered() throws Exception {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(DirectIO.read(portal.client()).withFileIds(portal.ids()))
        .apply("A user's shuffle", Redistribute.arbitrarily())
        .apply(DirectIO.write(spec()).withManifestName("run"));
    pipeline.run().waitUntilFinish();
    assertWhole();
    assertThat(server.calls(S3Call.UPLOAD_PART)).isZero();
  }

  @Test
  void goesOnWithLargerPartsOfAnEarlierRun() throws Exception {
    EmulatedFile large = portal.emulator().file("large");
    storeHalfOf(large, spec().withPartBytes(2 * PART));
    portal.emulator().requests().reset();

    List<ManifestEntry> rows = run(export(spec()));
    assertThat(rows).hasSize(6).extracting(ManifestEntry::status).containsOnly(Status.OK);
    assertThat(directory.resolve("exports/run/" + large.id()))
        .hasBinaryContent(TestPortal.bytesOf(large));
  }

  @Test
  void goesOnWithPartsOfAnEarlierRunOfTheSameSize() throws Exception {
    EmulatedFile large = portal.emulator().file("large");
    storeHalfOf(large, spec());
    portal.emulator().requests().reset();

    assertThat(run(export(spec()))).extracting(ManifestEntry::status).containsOnly(Status.OK);
    assertWhole();
    assertThat(portal.emulator().requests().gets("large")).isEqualTo(BLOCKS - 20);
  }

  /** The first 10 MiB, a unit of the larger size, as an interrupted run left them. */
  private void storeHalfOf(EmulatedFile file, S3DestinationSpec spec) throws Exception {
    try (DirectIOClient client = DirectIOClient.open(portal.client());
        Destination destination = spec.open();
        BlockIterator blocks =
            client
                .blocks(FileRef.ofId(file.id()))
                .numbers(IntStream.rangeClosed(1, 20).toArray())
                .open()) {
      while (blocks.hasNext()) {
        destination.write(blocks.next());
      }
      destination.flush();
    }
  }
}

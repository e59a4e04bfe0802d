// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Compression;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.assemble.Destination;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.beam.Collected;
import io.directio.beam.DirectIO;
import io.directio.beam.TestPortal;
import io.directio.beam.filesystem.FileSystemDestinationSpec;
import io.directio.beam.read.ReadSettings;
import io.directio.beam.write.FilePart;
import io.directio.beam.write.PublishFiles;
import io.directio.beam.write.WriteSettings;
import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.plan.BlockRun;
import io.directio.plan.SplitPlanner;
import io.directio.read.BlockIterator;
import io.directio.read.DirectIOClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyFilesTest {

  private static final int BLOCK = 100_000;
  private static final int UNIT = 1 << 20;
  private static final int SIZE = 5_100_001;
  private static final long THRESHOLD = 300_000;

  @TempDir Path directory;

  private TestPortal portal;

  @BeforeEach
  void start() {
    portal =
        TestPortal.start(
            Emulator.builder()
                .file("large", TestPortal.bytes(SIZE, 1))
                .file("small", TestPortal.bytes(2 * BLOCK + 1, 2))
                .file("empty", new byte[0])
                .blockSize(BlockSize.fixed(BLOCK)));
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private ReadSettings reading(SplitPlanner planner) {
    return ReadSettings.of(portal.client()).withPlanner(planner.withSmallFileThreshold(THRESHOLD));
  }

  @Test
  void copiesSmallFilesOnTheSpotAndPassesLargeOnesOnAlongUnits() {
    FileSystemDestinationSpec units =
        FileSystemDestinationSpec.in(directory.toString()).withUnitBytes(UNIT);
    ReadSettings reading =
        reading(SplitPlanner.DEFAULT.withMaxRunBytes(2 * UNIT)).withDestination(units);
    Collected<BlockRun> runs = new Collected<>();
    Collected<KV<Long, FilePart>> parts = new Collected<>();
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple copied =
        pipeline
            .apply(DirectIO.fileIds(portal.ids()))
            .apply(
                ParDo.of(new CopyFilesFn(reading, WriteSettings.to(units)))
                    .withOutputTags(CopyFn.PARTS, TupleTagList.of(CopyFilesFn.RUNS)));
    copied.get(CopyFilesFn.RUNS).setCoder(BlockRunCoder.of()).apply("Runs", runs);
    copied.get(CopyFn.PARTS).setCoder(PublishFiles.PARTS).apply("Parts", parts);
    pipeline.run().waitUntilFinish();

    assertThat(parts.elements())
        .extracting(KV::getKey)
        .containsExactlyInAnyOrder(
            portal.emulator().file("small").id(), portal.emulator().file("empty").id());
    List<BlockRun> ordered = new ArrayList<>(runs.elements());
    ordered.sort(Comparator.comparingLong(BlockRun::offset));
    assertThat(ordered).hasSizeGreaterThan(2);
    long end = 0;
    for (BlockRun run : ordered) {
      assertThat(run.offset()).isEqualTo(end);
      // A unit begins with the first block that starts in it.
      assertThat(run.offset() % UNIT).isLessThan(BLOCK);
      end = run.end();
    }
    assertThat(end).isEqualTo(SIZE);
  }

  @Test
  void readsOnlyWhatIsNotThereYet() throws Exception {
    EmulatedFile large = portal.emulator().file("large");
    LocalDestinationSpec spec = LocalDestinationSpec.in(directory);
    try (DirectIOClient client = DirectIOClient.open(portal.client());
        Destination destination = spec.open();
        BlockIterator blocks = client.blocks(large.id()).numbers(2, 3, 9, 30, 52).open()) {
      while (blocks.hasNext()) {
        destination.write(blocks.next());
      }
      destination.flush();
    }
    portal.emulator().requests().reset();

    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(DirectIO.fileIds(large.id()))
        .apply(
            DirectIO.export(portal.client(), spec)
                .withSmallFileThreshold(THRESHOLD)
                .withMaxRunBytes(10 * BLOCK));
    pipeline.run().waitUntilFinish();

    assertThat(portal.emulator().requests().gets()).isEqualTo(52 - 5);
    assertThat(directory.resolve(Long.toString(large.id())))
        .hasBinaryContent(TestPortal.bytesOf(large));
  }

  @Test
  void keepsTheFormatOfRuns() throws Exception {
    FileMetadata file =
        new FileMetadata(
            new FileRef(7, "ü", 300, 9), 301, 4, Compression.SNAPPY, true, 0x0123456789abcdefL);
    assertFormat(
        BlockRunCoder.of(),
        new BlockRun(file, 2, 3, 100, 150),
        "01000000000000000700000002c3bc000000000000012c0000000000000009"
            + "000000000000012d0000000402010123456789abcdef"
            + "000000020000000300000000000000640000000000000096");
  }

  @Test
  void keepsTheFormatOfChangedFiles() throws Exception {
    assertFormat(
        ChangedFileCoder.of(),
        new ChangedFile(new FileRef(7, "ü", 300, 9), 0x0123456789abcdefL),
        "01" + "000000000000000700000002c3bc000000000000012c0000000000000009" + "0123456789abcdef");
  }

  private static <T> void assertFormat(Coder<T> coder, T value, String hex) throws Exception {
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, value))).isEqualTo(hex);
    assertThat(CoderUtils.decodeFromByteArray(coder, HexFormat.of().parseHex(hex)))
        .isEqualTo(value);
  }
}

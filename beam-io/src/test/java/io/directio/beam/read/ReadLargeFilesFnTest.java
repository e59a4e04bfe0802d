// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.UnauthorizedException;
import io.directio.beam.SplitTester;
import io.directio.beam.TestPortal;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.plan.SplitPlanner;
import io.directio.read.DirectIOClient;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadLargeFilesFnTest {

  private static final int SIZE = 95_001;

  private TestPortal portal;
  private EmulatedFile file;
  private ListedFile element;

  @BeforeEach
  void start() throws Exception {
    portal =
        TestPortal.start(
            Emulator.builder()
                .file("f", TestPortal.bytes(SIZE, 1))
                .blockSize(BlockSize.fixed(10_000)));
    file = portal.emulator().file("f");
    element = listed();
    portal.emulator().requests().reset();
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private ListedFile element() {
    return element;
  }

  /** The file as a worker elsewhere has listed it. */
  private ListedFile listed() throws Exception {
    FileRef ref = FileRef.ofId(portal.emulator().file("f").id());
    try (DirectIOClient elsewhere = DirectIOClient.open(portal.client())) {
      return ListedFile.of(ref, elsewhere.plan(ref));
    }
  }

  private ReadSettings settings() {
    return ReadSettings.of(portal.client());
  }

  private SplitTester<ListedFile, ReadResult> tester(ReadSettings settings) {
    return new SplitTester<>(new ReadLargeFilesFn(settings));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, .1, .4, .6, .9, .99})
  void losesAndRepeatsNothingWhereverItIsSplit(double fraction) throws Exception {
    try (var tester = tester(settings())) {
      tester.assertEverySplitGivesTheSame(element(), fraction);
    }
    assertThat(portal.emulator().requests().portalCalls()).isOne();
  }

  @Test
  void resumesAfterACheckpointAtEveryOutput() throws Exception {
    try (var tester = tester(settings())) {
      tester.assertCheckpointsGiveTheSame(element());
    }
  }

  @Test
  void givesWholeFileInOrder() throws Exception {
    try (var tester = tester(settings())) {
      List<ReadResult> results = tester.unsplit(element());
      assertThat(results).extracting(result -> ((Block) result).number()).isSorted().hasSize(10);
    }
  }

  @Test
  void splitsAtFirstAtTheBoundariesOfBlocks() throws Exception {
    SplitPlanner runs = SplitPlanner.DEFAULT.withMaxRunBytes(36_000);
    try (var tester = tester(settings().withPlanner(runs))) {
      assertThat(tester.initialSplits(element()))
          .containsExactly(
              new OffsetRange(0, 30_000),
              new OffsetRange(30_000, 60_000),
              new OffsetRange(60_000, SIZE));
      tester.assertInitialSplitsGiveTheSame(element());
    }
  }

  @Test
  void makesEachBlockASplitIfRunsAreOfOneByte() throws Exception {
    try (var tester = tester(settings().withPlanner(SplitPlanner.DEFAULT.withMaxRunBytes(1)))) {
      assertThat(tester.initialSplits(element())).hasSize(10);
      tester.assertInitialSplitsGiveTheSame(element());
    }
  }

  @Test
  void tellsOfABlockThatIsMissingWhateverTheSplit() throws Exception {
    portal.emulator().faults().storage().forBlock("f", 4).noSuchKey();
    try (var tester = tester(settings())) {
      List<ReadResult> results = tester.unsplit(element());
      assertThat(results.get(results.size() - 1))
          .isInstanceOfSatisfying(
              ManifestEntry.class,
              row -> assertThat(row.error().code()).isEqualTo(ErrorCode.BLOCK_DOWNLOAD));
    }
  }

  @Test
  void failsAFileThatChangedSinceItWasListed() throws Exception {
    portal.emulator().replace("f", Content.of(TestPortal.bytes(SIZE + 1, 2)));
    try (var tester = tester(settings())) {
      assertThat(tester.unsplit(element()))
          .singleElement()
          .isInstanceOfSatisfying(
              ManifestEntry.class,
              row -> assertThat(row.error().code()).isEqualTo(ErrorCode.FILE_CHANGED));
    }
  }

  @Test
  void listsAFileAnewOfWhichItRemembersAnOlderVersion() throws Exception {
    try (DirectIOClient remembering = DirectIOClient.shared(portal.client());
        var tester = tester(settings())) {
      remembering.plan(FileRef.ofId(file.id()));
      portal.emulator().replace("f", Content.of(TestPortal.bytes(SIZE - 1, 2)));
      assertThat(tester.unsplit(listed())).hasSize(10).allMatch(Block.class::isInstance);
    }
  }

  @Test
  void keepsTheFormatOfItsElements() throws Exception {
    FileRef ref = new FileRef(7, "ü", 300, 9);
    assertFormat(
        new ListedFile(ref, 301, 0x0123456789abcdefL, null),
        "01"
            + "000000000000000700000002c3bc000000000000012c0000000000000009"
            + "00"
            + "000000000000012d0123456789abcdef");
    assertFormat(
        ListedFile.failed(
            ref, ManifestEntry.failed(ref, new DirectIOException(ErrorCode.NOT_FOUND, "gone"))),
        "01000000000000000700000002c3bc000000000000012c0000000000000009"
            + "01"
            + "000000000000000700000002c3bc000000000000012c000000000082"
            + "0000000000000009000000094e4f545f464f554e4400000004676f6e65");
  }

  private static void assertFormat(ListedFile file, String hex) throws Exception {
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(ListedFileCoder.of(), file)))
        .isEqualTo(hex);
    assertThat(CoderUtils.decodeFromByteArray(ListedFileCoder.of(), HexFormat.of().parseHex(hex)))
        .isEqualTo(file);
  }

  @Test
  void readsAnEmptyFile() throws Exception {
    portal.emulator().replace("f", Content.of(new byte[0]));
    try (var tester = tester(settings())) {
      assertThat(tester.unsplit(listed()))
          .singleElement()
          .isInstanceOfSatisfying(Block.class, block -> assertThat(block.length()).isZero());
    }
  }

  @Test
  void tellsWhyAFileCouldNotBeListed() throws Exception {
    FileRef ref = FileRef.ofId(7);
    ManifestEntry row =
        ManifestEntry.failed(ref, new DirectIOException(ErrorCode.NOT_FOUND, "gone"));
    try (var tester = tester(settings())) {
      assertThat(tester.initialSplits(ListedFile.failed(ref, row))).hasSize(1);
      assertThat(tester.unsplit(ListedFile.failed(ref, row))).containsExactly(row);
    }
    assertThat(portal.emulator().requests().gets()).isZero();
  }

  @Test
  void failsAFileThatWasDeletedSinceItWasListed() throws Exception {
    portal.emulator().delete("f");
    try (var tester = tester(settings())) {
      assertThat(tester.initialSplits(element())).hasSize(1);
      assertThat(tester.unsplit(element()))
          .singleElement()
          .isInstanceOfSatisfying(
              ManifestEntry.class,
              row -> assertThat(row.error().code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
  }

  @Test
  void failsTheBundleWhenTheCredentialsAreRefused() throws Exception {
    try (var tester = tester(ReadSettings.of(portal.clientWith("nobody", "wrong")))) {
      assertThatThrownBy(() -> tester.unsplit(element()))
          .hasRootCauseInstanceOf(UnauthorizedException.class);
    }
  }
}

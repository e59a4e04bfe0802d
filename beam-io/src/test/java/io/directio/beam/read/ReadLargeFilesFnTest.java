// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.ErrorCode;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.Stored;
import io.directio.StoredRange;
import io.directio.UnauthorizedException;
import io.directio.assemble.Destination;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.beam.SplitTester;
import io.directio.beam.TestPortal;
import io.directio.beam.filesystem.FileSystemDestinationSpec;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.plan.SplitPlanner;
import io.directio.read.BlockIterator;
import io.directio.read.DirectIOClient;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadLargeFilesFnTest {

  private static final int SIZE = 95_001;

  private TestPortal portal;
  private EmulatedFile file;
  private LargeFile element;

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

  private LargeFile element() {
    return element;
  }

  /** The file as a worker elsewhere has listed it. */
  private LargeFile listed() throws Exception {
    FileRef ref = FileRef.ofId(portal.emulator().file("f").id());
    try (DirectIOClient elsewhere = DirectIOClient.open(portal.client())) {
      return LargeFile.of(ref, elsewhere.plan(ref));
    }
  }

  private ReadSettings settings() {
    return ReadSettings.of(portal.client());
  }

  private SplitTester<LargeFile, ReadResult> tester(ReadSettings settings) {
    return new SplitTester<>(new ReadLargeFilesFn(settings, true));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, .1, .4, .6, .9, .99})
  void losesAndRepeatsNothingWhereverItIsSplit(double fraction) throws Exception {
    try (var tester = tester(settings())) {
      tester.assertEverySplitGivesTheSame(element(), fraction);
    }
    assertThat(portal.emulator().requests().portalCalls()).isOne();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, .3, .7})
  void keepsUnitsOfTheDestinationWhole(double fraction) throws Exception {
    SplitPlanner planner = SplitPlanner.DEFAULT.withUnitBytes(25_000);
    try (var tester = tester(settings().withPlanner(planner))) {
      tester.assertEverySplitGivesTheSame(element(), fraction);
    }
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
  void passesAFileOnThatChangedToBeReadAgain() throws Exception {
    portal.emulator().replace("f", Content.of(TestPortal.bytes(SIZE + 1, 2)));
    try (var tester =
        new SplitTester<LargeFile, Object>(erased(new ReadLargeFilesFn(settings(), false)))) {
      assertThat(tester.unsplit(element())).containsExactly(element());
      LargeFile now = listed();
      assertThat(tester.unsplit(now)).hasSize(10).allMatch(Block.class::isInstance);
    }
  }

  @SuppressWarnings("unchecked") // It gives results, and elements that are to be read again.
  private static DoFn<LargeFile, Object> erased(DoFn<LargeFile, ?> function) {
    return (DoFn<LargeFile, Object>) function;
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
    LargeFile large = new LargeFile(new FileRef(7, "ü", 300, 9), 301, 0x0123456789abcdefL);
    String hex =
        "01"
            + "000000000000000700000002c3bc000000000000012c0000000000000009"
            + "000000000000012d0123456789abcdef";
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(LargeFileCoder.of(), large)))
        .isEqualTo(hex);
    assertThat(CoderUtils.decodeFromByteArray(LargeFileCoder.of(), HexFormat.of().parseHex(hex)))
        .isEqualTo(large);
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

  @Test
  void givesRangesInsteadOfBlocksThatTheDestinationHolds(@TempDir Path directory) throws Exception {
    LocalDestinationSpec spec = LocalDestinationSpec.in(directory);
    try (DirectIOClient client = DirectIOClient.shared(portal.client());
        Destination destination = spec.open();
        BlockIterator blocks = client.blocks(file.id()).numbers(2, 3, 9).open()) {
      while (blocks.hasNext()) {
        destination.write(blocks.next());
      }
      destination.flush();
    }
    portal.emulator().requests().reset();
    try (var tester = tester(settings().withDestination(spec).withSkipStored(true))) {
      List<ReadResult> results = tester.unsplit(element());
      assertThat(results).filteredOn(StoredRange.class::isInstance).hasSize(3);
      assertThat(results).filteredOn(Block.class::isInstance).hasSize(7);
      assertThat(portal.emulator().requests().gets()).isEqualTo(7);
      tester.assertEverySplitGivesTheSame(element(), 0, .5);
    }
  }

  @Test
  void readsAnewWhatTheDestinationHoldsInLargerUnits(@TempDir Path directory) throws Exception {
    portal.close();
    portal =
        TestPortal.start(
            Emulator.builder()
                .file("larger", TestPortal.bytes(5_100_000, 5))
                .blockSize(BlockSize.fixed(300_000)));
    EmulatedFile large = portal.emulator().file("larger");
    FileSystemDestinationSpec spec = FileSystemDestinationSpec.in(directory.toString());
    FileRef ref = FileRef.ofId(large.id());
    FilePlan plan;
    try (DirectIOClient client = DirectIOClient.open(portal.client());
        Destination destination = spec.withUnitBytes(2 << 20).open();
        BlockIterator blocks = client.blocks(ref).numbers(1, 2, 3, 4, 5, 6, 7, 8, 9).open()) {
      plan = client.plan(ref);
      while (blocks.hasNext()) {
        destination.write(blocks.next());
      }
      destination.flush();
    }
    Destination destination = spec.withUnitBytes(1 << 20).open();
    long unit = 1 << 20;
    WithinUnits within = new WithinUnits(destination::stored, file -> plan, fileSize -> unit);
    Stored.Partly all = (Stored.Partly) destination.stored(plan.metadata());
    assertThat(all.ranges()).anyMatch(range -> range.length() > 3 * unit / 2);
    Stored kept = within.find(plan.metadata());
    if (kept instanceof Stored.Partly partly) {
      assertThat(partly.ranges()).allMatch(range -> range.length() < 3 * unit / 2);
    }
    destination.close();

    ReadSettings settings =
        settings().withDestination(spec.withUnitBytes(1 << 20)).withSkipStored(true);
    try (var tester = tester(settings)) {
      tester.assertEverySplitGivesTheSame(LargeFile.of(ref, plan), .5);
    }
  }
}

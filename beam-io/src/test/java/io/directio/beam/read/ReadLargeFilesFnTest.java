// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.ErrorCode;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.StoredRange;
import io.directio.UnauthorizedException;
import io.directio.assemble.Destination;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.beam.SplitTester;
import io.directio.beam.TestPortal;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.plan.SplitPlanner;
import io.directio.read.BlockIterator;
import io.directio.read.DirectIOClient;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.values.KV;
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

  @BeforeEach
  void start() {
    portal =
        TestPortal.start(
            Emulator.builder()
                .file("f", TestPortal.bytes(SIZE, 1))
                .blockSize(BlockSize.fixed(10_000)));
    file = portal.emulator().file("f");
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private KV<FileRef, Long> element() {
    return KV.of(FileRef.ofId(file.id()), (long) SIZE);
  }

  private ReadSettings settings() {
    return ReadSettings.of(portal.client());
  }

  private SplitTester<KV<FileRef, Long>, ReadResult> tester(ReadSettings settings) {
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
}

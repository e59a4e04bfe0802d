// SPDX-License-Identifier: Apache-2.0
package io.directio.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.FilePlan;
import io.directio.FileRef;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SplitPlannerTest {

  private static FilePlan plan(long... lengths) {
    return FilePlan.of(FileRef.ofId(1), Compression.SNAPPY, true, lengths, 1 << 20);
  }

  private static List<BlockRun> runs(SplitPlanner planner, FilePlan plan) {
    List<BlockRun> runs = new ArrayList<>();
    planner.runs(plan).forEach(runs::add);
    return runs;
  }

  @Test
  void putsBlocksTogetherUpToTheSizeOfARun() {
    assertThat(runs(SplitPlanner.DEFAULT.withMaxRunBytes(10), plan(4, 4, 4, 4, 1)))
        .extracting(BlockRun::firstBlock, BlockRun::lastBlock, BlockRun::offset, BlockRun::length)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 2, 0L, 8L),
            org.assertj.core.groups.Tuple.tuple(3, 5, 8L, 9L));
  }

  @Test
  void makesOneBlockARunWhenRunsAreOfOneByte() {
    assertThat(runs(SplitPlanner.DEFAULT.withMaxRunBytes(1), plan(4, 4, 4)))
        .extracting(BlockRun::blocks)
        .containsExactly(1, 1, 1);
  }

  @Test
  void givesAnEmptyFileOneRunOfNoBytes() {
    BlockRun only = runs(SplitPlanner.DEFAULT, plan()).get(0);
    assertThat(only.length()).isZero();
    assertThat(only.isFirst()).isTrue();
    assertThat(runs(SplitPlanner.DEFAULT, plan())).hasSize(1);
  }

  @Test
  void endsRunsWhereUnitsEnd() {
    // Blocks start at 0 4 8 12 16 20 24; units of 10: {0 4 8} {12 16} {20 24}.
    SplitPlanner planner = SplitPlanner.DEFAULT.withMaxRunBytes(20).withUnitBytes(10);
    assertThat(runs(planner, plan(4, 4, 4, 4, 4, 4, 4)))
        .extracting(BlockRun::firstBlock, BlockRun::lastBlock)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 5), org.assertj.core.groups.Tuple.tuple(6, 7));
  }

  @Test
  void makesAUnitThatIsLargerThanARunARunOfItsOwn() {
    SplitPlanner planner = SplitPlanner.DEFAULT.withMaxRunBytes(1).withUnitBytes(10);
    assertThat(runs(planner, plan(4, 4, 4, 4, 4, 4, 4)))
        .extracting(BlockRun::blocks)
        .containsExactly(3, 2, 2);
  }

  @Property(tries = 300)
  void coversEveryBlockOnceHoweverTheBytesAreCut(
      @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 1, max = 50) Long> lengths,
      @ForAll @LongRange(min = 1, max = 120) long unit,
      @ForAll @Size(max = 8) List<@LongRange(min = 0, max = 2000) Long> cuts) {
    FilePlan plan = plan(lengths.stream().mapToLong(Long::longValue).toArray());
    SplitPlanner planner = SplitPlanner.DEFAULT.withUnitBytes(unit);
    List<Long> ends =
        Stream.concat(cuts.stream(), Stream.of(plan.size()))
            .filter(cut -> cut <= plan.size())
            .sorted()
            .toList();
    int next = 1;
    long from = 0;
    for (long to : ends) {
      Optional<BlockRun> run = planner.runStartingIn(plan, from, to);
      if (run.isPresent()) {
        assertThat(run.get().firstBlock()).isEqualTo(next);
        assertThat(run.get().offset()).isBetween(from, to - 1);
        long offset = run.get().offset();
        assertThat(plan.blocks())
            .filteredOn(block -> block.offset() < offset)
            .allMatch(block -> block.offset() / unit < offset / unit);
        next = run.get().lastBlock() + 1;
      }
      from = to;
    }
    assertThat(next).isEqualTo(plan.blockCount() + 1);
  }

  @Test
  void callsFilesSmallWhoseSizeIsKnownAndSmall() {
    SplitPlanner planner = SplitPlanner.DEFAULT.withSmallFileThreshold(100);
    assertThat(planner.isSmall(new FileRef(1, "a", 100, 1))).isTrue();
    assertThat(planner.isSmall(new FileRef(1, "a", 0, 1))).isTrue();
    assertThat(planner.isSmall(new FileRef(1, "a", 101, 1))).isFalse();
    assertThat(planner.isSmall(FileRef.ofId(1))).isFalse();
    assertThat(planner.withSmallFileThreshold(-1).isSmall(new FileRef(1, "a", 0, 1))).isFalse();
  }

  @Test
  void refusesWhatIsNoSizeAndNoRun() {
    assertThatIllegalArgumentException().isThrownBy(() -> SplitPlanner.DEFAULT.withMaxRunBytes(0));
    assertThatIllegalArgumentException().isThrownBy(() -> SplitPlanner.DEFAULT.withUnitBytes(0));
    FilePlan plan = plan(4, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlockRun(plan.metadata(), 2, 1, 0, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlockRun(plan.metadata(), 1, 3, 0, 8));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlockRun(plan.metadata(), 1, 2, 4, 8));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlockRun(plan.metadata(), 1, 1, 0, 0));
  }

  @Test
  void endsItsIteratorsInTheUsualWay() {
    Iterator<BlockRun> iterator = SplitPlanner.DEFAULT.runs(plan(4)).iterator();
    iterator.next();
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Property
  void coversEveryBlockOnceAndNeverCutsAUnit(
      @ForAll @Size(min = 1, max = 60) List<@LongRange(min = 1, max = 50) Long> lengths,
      @ForAll @LongRange(min = 1, max = 200) long maxRunBytes,
      @ForAll @LongRange(min = 1, max = 100) long unitBytes) {
    FilePlan plan = plan(lengths.stream().mapToLong(Long::longValue).toArray());
    SplitPlanner planner = new SplitPlanner(maxRunBytes, unitBytes, 0);
    int nextBlock = 1;
    long nextOffset = 0;
    for (BlockRun run : planner.runs(plan)) {
      assertThat(run.firstBlock()).isEqualTo(nextBlock);
      assertThat(run.offset()).isEqualTo(nextOffset);
      BlockInfo first = plan.blocks().get(run.firstBlock() - 1);
      BlockInfo last = plan.blocks().get(run.lastBlock() - 1);
      assertThat(last.end()).isEqualTo(run.end());
      if (run.firstBlock() > 1) {
        BlockInfo before = plan.blocks().get(run.firstBlock() - 2);
        assertThat(before.offset() / unitBytes).isNotEqualTo(first.offset() / unitBytes);
      }
      boolean oneUnit = first.offset() / unitBytes == last.offset() / unitBytes;
      assertThat(oneUnit || run.length() <= maxRunBytes).isTrue();
      nextBlock = run.lastBlock() + 1;
      nextOffset = run.end();
    }
    assertThat(nextOffset).isEqualTo(plan.size());
    assertThat(nextBlock).isEqualTo(plan.blockCount() + 1);
  }
}

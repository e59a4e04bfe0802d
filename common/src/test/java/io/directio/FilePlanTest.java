// SPDX-License-Identifier: Apache-2.0
package io.directio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FilePlanTest {

  private static final FileRef FILE = FileRef.ofId(7);

  @Property
  void blocksLieEndToEndAndCoverTheFile(
      @ForAll("chunkLengths") long[] lengths, @ForAll @IntRange(min = 1, max = 50) int size) {
    FilePlan plan = FilePlan.of(FILE, Compression.NONE, false, lengths, size);
    long end = 0;
    int number = 0;
    for (BlockInfo block : plan.blocks()) {
      assertThat(block.number()).isEqualTo(++number);
      assertThat(block.offset()).isEqualTo(end);
      assertThat(block.length()).isBetween(1, size);
      end = block.end();
    }
    assertThat(end).isEqualTo(plan.size()).isEqualTo(sum(lengths));
    assertThat(number).isEqualTo(plan.blockCount());
  }

  @Property
  void everyBlockLiesInsideItsChunk(
      @ForAll("chunkLengths") long[] lengths, @ForAll @IntRange(min = 1, max = 50) int size) {
    FilePlan plan = FilePlan.of(FILE, Compression.NONE, false, lengths, size);
    for (BlockInfo block : plan.blocks()) {
      ChunkSlice slice = plan.chunkOf(block);
      assertThat(slice.chunkLength()).isEqualTo(lengths[slice.chunk()]);
      assertThat(slice.offset() + slice.length()).isLessThanOrEqualTo(slice.chunkLength());
      long chunkStart = 0;
      for (int i = 0; i < slice.chunk(); i++) {
        chunkStart += lengths[i];
      }
      assertThat(chunkStart + slice.offset()).isEqualTo(block.offset());
    }
  }

  @Property
  void chunksThatAreNotNativeAreNeverCut(@ForAll("chunkLengths") long[] lengths) {
    for (FilePlan plan :
        List.of(
            FilePlan.of(FILE, Compression.SNAPPY, false, lengths, 1),
            FilePlan.of(FILE, Compression.NONE, true, lengths, 1))) {
      assertThat(plan.blockCount()).isEqualTo(lengths.length);
      assertThat(plan.blocks()).allMatch(block -> plan.chunkOf(block).isWhole());
    }
  }

  @Property
  void aRangeIsCoveredByExactlyTheBlocksThatTouchIt(
      @ForAll("chunkLengths") long[] lengths,
      @ForAll @LongRange(min = 0, max = 3000) long first,
      @ForAll @LongRange(min = 0, max = 3000) long length)
      throws RangeNotSatisfiableException {
    FilePlan plan = FilePlan.of(FILE, Compression.SNAPPY, true, lengths, 8);
    ByteRange range = ByteRange.of(first, first + length);
    if (first >= plan.size()) {
      assertThatThrownBy(() -> plan.blocksIn(range))
          .isInstanceOf(RangeNotSatisfiableException.class);
      return;
    }
    List<BlockInfo> touched =
        plan.blocks().stream()
            .filter(block -> block.offset() <= range.last() && block.end() > range.first())
            .toList();
    assertThat(plan.blocksIn(range)).isEqualTo(touched);
  }

  @Test
  void anEmptyFileHasNoBlocksButOneSplitToTravelIn() throws RangeNotSatisfiableException {
    FilePlan plan = FilePlan.of(FILE, Compression.SNAPPY, true, new long[0], 8);
    assertThat(plan.blockCount()).isZero();
    assertThat(plan.blocksIn(ByteRange.ALL)).isEmpty();
    assertThat(plan.splits())
        .containsExactly(new BlockSplit(FILE, plan.fingerprint(), new BlockInfo(1, 0, 0)));
  }

  @Test
  void splitsAreTheBlocksInOrder() {
    FilePlan plan = FilePlan.of(FILE, Compression.GZIP, true, new long[] {5, 3}, 8);
    assertThat(plan.splits())
        .extracting(BlockSplit::block)
        .containsExactly(new BlockInfo(1, 0, 5), new BlockInfo(2, 5, 3));
  }

  @Test
  void namesTheBlockThatDoesNotExist() {
    FilePlan plan = FilePlan.of(FILE, Compression.GZIP, true, new long[] {5, 3}, 8);
    assertThatThrownBy(() -> plan.block(3))
        .isInstanceOf(NoSuchBlockException.class)
        .hasMessage("File 7 has no block 3: its blocks are 1 to 2");
    assertThatThrownBy(() -> plan.block(0)).isInstanceOf(NoSuchBlockException.class);
  }

  /** Fingerprints live in checkpoints and file names: they must not change between releases. */
  @Test
  void fingerprintsArePinned() {
    assertThat(FilePlan.of(FILE, Compression.SNAPPY, true, new long[] {4194304, 17}, 8).metadata())
        .extracting(FileMetadata::fingerprintText)
        .isEqualTo("3f46b440289e92bd");
  }

  @Test
  void fingerprintsTellDifferentListsApart() {
    long[] one = {5, 3};
    long base = FilePlan.of(FILE, Compression.SNAPPY, true, one, 8).fingerprint();
    assertThat(
            List.of(
                FilePlan.of(FILE, Compression.SNAPPY, true, new long[] {3, 5}, 8).fingerprint(),
                FilePlan.of(FILE, Compression.SNAPPY, true, new long[] {8}, 8).fingerprint(),
                FilePlan.of(FILE, Compression.SNAPPY, false, one, 8).fingerprint(),
                FilePlan.of(FILE, Compression.GZIP, true, one, 8).fingerprint(),
                FilePlan.of(new FileRef(7, "a", 8, 2), Compression.SNAPPY, true, one, 8)
                    .fingerprint()))
        .doesNotContain(base)
        .doesNotHaveDuplicates();
  }

  @Test
  void refusesAChunkOfNoBytes() {
    assertThatThrownBy(() -> FilePlan.of(FILE, Compression.GZIP, true, new long[] {5, 0}, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Chunk 2 of file 7");
  }

  @Provide
  Arbitrary<long[]> chunkLengths() {
    return Arbitraries.longs().between(1, 200).array(long[].class).ofMinSize(1).ofMaxSize(12);
  }

  private static long sum(long[] lengths) {
    long sum = 0;
    for (long length : lengths) {
      sum += length;
    }
    return sum;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.assemble.objects.Piece;
import io.directio.assemble.objects.PieceWriter;
import io.directio.assemble.objects.Tiling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * However blocks are cut, spread over writers, interrupted and repeated: the pieces make the file.
 */
class PiecesPropertiesTest {

  private static final long UNIT = 100;

  private final Set<Piece> stored = ConcurrentHashMap.newKeySet();

  @Property(tries = 500)
  void piecesOfAllWritersMakeTheFile(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int blocks,
      @ForAll @IntRange(min = 1, max = 250) int longest,
      @ForAll @IntRange(min = 1, max = 4) int writers,
      @ForAll @LongRange(min = 1, max = 600) long memory,
      @ForAll boolean replays)
      throws Exception {
    stored.clear();
    Random random = new Random(seed);
    FilePlan plan = plan(random, blocks, longest);
    byte[] content = new byte[(int) plan.size()];
    random.nextBytes(content);
    List<PieceWriter> all = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      all.add(writer(memory));
    }
    List<BlockInfo> order = new ArrayList<>(plan.blocks());
    Collections.shuffle(order, random);
    for (BlockInfo info : order) {
      PieceWriter one = all.get(random.nextInt(writers));
      one.write(block(plan, info, content));
      if (random.nextInt(6) == 0) {
        one.flush();
      }
      if (replays && random.nextInt(10) == 0) {
        one.write(block(plan, info, content));
      }
    }
    for (PieceWriter one : all) {
      one.flush();
      assertThat(one.hasUnflushed(plan.metadata())).isFalse();
    }
    assertThat(stored).allMatch(piece -> piece.crc32c() == digest(content, piece));

    assertThat(Tiling.overlapping(stored, plan.size())).isPresent();
    if (!replays) {
      List<Piece> tiles = Tiling.of(stored, plan.size()).orElseThrow();
      assertThat(Tiling.crc32c(tiles)).isEqualTo(digest(content, new Piece(0, plan.size(), 0)));
    }
    long end = 0;
    for (Piece piece : Tiling.apart(stored)) {
      assertThat(piece.offset()).isGreaterThanOrEqualTo(end);
      end = piece.end();
    }
  }

  @Property(tries = 300)
  void aWriterThatGetsWholeUnitsStoresEachInOnePiece(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int blocks,
      @ForAll @IntRange(min = 1, max = 250) int longest)
      throws Exception {
    stored.clear();
    Random random = new Random(seed);
    FilePlan plan = plan(random, blocks, longest);
    byte[] content = new byte[(int) plan.size()];
    List<BlockInfo> order = new ArrayList<>(plan.blocks());
    Collections.shuffle(order, random);
    PieceWriter writer = writer(1 << 20);
    for (BlockInfo info : order) {
      writer.write(block(plan, info, content));
    }
    // Nothing is left to a flush.
    assertThat(writer.hasUnflushed(plan.metadata())).isFalse();
    long units = plan.blocks().stream().map(block -> block.offset() / UNIT).distinct().count();
    assertThat(stored).hasSize((int) units);
  }

  @Property(tries = 300)
  void partsKeepTheLimitsOfS3(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30_000) int count,
      @ForAll @IntRange(min = 1, max = 64 << 20) int longest) {
    Random random = new Random(seed);
    List<Piece> tiles = new ArrayList<>();
    long end = 0;
    for (int i = 0; i < count; i++) {
      Piece tile = new Piece(end, 1 + random.nextInt(longest), random.nextInt());
      tiles.add(tile);
      end = tile.end();
    }
    List<Part> parts = Part.of(tiles);
    assertThat(parts).hasSizeLessThanOrEqualTo(S3DestinationSpec.MAX_PARTS);
    long reached = 0;
    int number = 1;
    for (Part part : parts) {
      assertThat(part.number()).isEqualTo(number++);
      assertThat(part.offset()).isEqualTo(reached);
      reached += part.length();
      if (reached < end) {
        assertThat(part.length()).isGreaterThanOrEqualTo(S3DestinationSpec.MIN_PART);
      }
    }
    assertThat(reached).isEqualTo(end);
  }

  @Property
  void tenThousandUnitsHoldAnyFile(@ForAll @LongRange(min = 0, max = 50L << 40) long size) {
    long unit = S3DestinationSpec.of("s3://bucket").unit(size);
    assertThat(unit).isGreaterThanOrEqualTo(16 << 20);
    assertThat((size + unit - 1) / unit).isLessThanOrEqualTo(S3DestinationSpec.MAX_PARTS);
  }

  private PieceWriter writer(long memory) {
    return new PieceWriter(
        "s3://bucket/",
        (file, piece, content) -> stored.add(piece),
        size -> UNIT,
        memory,
        Runnable::run);
  }

  private static FilePlan plan(Random random, int blocks, int longest) {
    long[] lengths = random.longs(blocks, 1, longest + 1L).toArray();
    return FilePlan.of(FileRef.ofId(1), Compression.SNAPPY, true, lengths, 1 << 20);
  }

  private static Block block(FilePlan plan, BlockInfo info, byte[] content) {
    byte[] bytes = new byte[info.length()];
    System.arraycopy(content, (int) info.offset(), bytes, 0, bytes.length);
    int crc = digest(content, new Piece(info.offset(), info.length(), 0));
    return new Block(plan.metadata(), info, crc, bytes);
  }

  private static int digest(byte[] content, Piece piece) {
    CRC32C crc = new CRC32C();
    crc.update(content, (int) piece.offset(), (int) piece.length());
    return (int) crc.getValue();
  }
}

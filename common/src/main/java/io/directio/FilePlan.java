// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The blocks of one file: what a listing becomes once its URLs and its key are left behind.
 *
 * <p>The blocks are those of the listing, except that a chunk of a native file (neither encrypted
 * nor compressed) that is larger than the native block size is cut into several virtual blocks,
 * each to be read with a ranged request. An empty file has no blocks, but one {@linkplain #splits()
 * split} of no bytes, so that it travels like every other file.
 *
 * <p>Takes 8 bytes a block. <b>Threading:</b> immutable.
 */
public final class FilePlan {

  private static final BlockInfo NOTHING = new BlockInfo(1, 0, 0);

  private final FileMetadata metadata;
  private final long[] chunkEnds;
  private final long[] blockEnds;

  private FilePlan(FileMetadata metadata, long[] chunkEnds, long[] blockEnds) {
    this.metadata = metadata;
    this.chunkEnds = chunkEnds;
    this.blockEnds = blockEnds;
  }

  /**
   * Plans a file.
   *
   * @param file the file
   * @param compression how its blocks are compressed
   * @param encrypted whether they are encrypted
   * @param chunkLengths the lengths in the listing, in its order, each at least 1; chunks that have
   *     to be held whole in memory must have been checked to be small enough
   * @param nativeBlockSize size in bytes beyond which a native chunk is cut
   */
  public static FilePlan of(
      FileRef file,
      Compression compression,
      boolean encrypted,
      long[] chunkLengths,
      int nativeBlockSize) {
    Objects.requireNonNull(file, "file");
    long[] chunkEnds = new long[chunkLengths.length];
    long end = 0;
    for (int i = 0; i < chunkLengths.length; i++) {
      if (chunkLengths[i] <= 0) {
        throw new IllegalArgumentException(
            "Chunk " + (i + 1) + " of file " + file.fileId() + " has length " + chunkLengths[i]);
      }
      end = Math.addExact(end, chunkLengths[i]);
      chunkEnds[i] = end;
    }
    boolean isNative = compression == Compression.NONE && !encrypted;
    long[] blockEnds = isNative ? cut(chunkLengths, nativeBlockSize) : chunkEnds;
    FileMetadata metadata =
        new FileMetadata(
            file,
            end,
            blockEnds.length,
            compression,
            encrypted,
            fingerprint(file, compression, encrypted, chunkLengths));
    return new FilePlan(metadata, chunkEnds, blockEnds);
  }

  /** What the plan says of the file as a whole. */
  public FileMetadata metadata() {
    return metadata;
  }

  /** The file that is planned. */
  public FileRef file() {
    return metadata.file();
  }

  /** Size of the file in bytes. */
  public long size() {
    return metadata.size();
  }

  /** Number of blocks; 0 for an empty file. */
  public int blockCount() {
    return blockEnds.length;
  }

  /** Stands for the list of blocks; see {@link FileMetadata#fingerprint()}. */
  public long fingerprint() {
    return metadata.fingerprint();
  }

  /**
   * One block.
   *
   * @param number position of the block, from 1
   * @throws NoSuchBlockException if the file has no such block
   */
  public BlockInfo block(int number) throws NoSuchBlockException {
    if (number < 1 || number > blockEnds.length) {
      throw new NoSuchBlockException(file().fileId(), number, blockEnds.length);
    }
    return blockAt(number - 1);
  }

  /** All blocks in order: a view, made as it is walked. */
  public List<BlockInfo> blocks() {
    return new Blocks(0, blockEnds.length);
  }

  /**
   * The blocks that hold at least one byte of a range, in order; none for a range from 0 of an
   * empty file.
   *
   * @throws RangeNotSatisfiableException if the range starts past the end of the file
   */
  public List<BlockInfo> blocksIn(ByteRange range) throws RangeNotSatisfiableException {
    if (size() == 0 && range.first() == 0) {
      return List.of();
    }
    ByteRange inside = range.within(file().fileId(), size());
    return new Blocks(
        firstEndingAfter(blockEnds, inside.first()),
        firstEndingAfter(blockEnds, inside.last()) + 1);
  }

  /** One split per block, in order; exactly one, of no bytes, for an empty file. */
  public List<BlockSplit> splits() {
    List<BlockInfo> blocks = blockEnds.length == 0 ? List.of(NOTHING) : blocks();
    return new Splits(blocks);
  }

  /** Where the bytes of a block of this plan come from. */
  public ChunkSlice chunkOf(BlockInfo block) {
    int chunk = firstEndingAfter(chunkEnds, block.offset());
    long start = chunk == 0 ? 0 : chunkEnds[chunk - 1];
    return new ChunkSlice(chunk, block.offset() - start, block.length(), chunkEnds[chunk] - start);
  }

  private BlockInfo blockAt(int index) {
    long start = index == 0 ? 0 : blockEnds[index - 1];
    return new BlockInfo(index + 1, start, (int) (blockEnds[index] - start));
  }

  private static int firstEndingAfter(long[] ends, long offset) {
    int found = Arrays.binarySearch(ends, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private static long[] cut(long[] chunkLengths, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("The native block size must be positive, not " + size);
    }
    long pieces = 0;
    for (long length : chunkLengths) {
      pieces += (length + size - 1) / size;
    }
    long[] ends = new long[Math.toIntExact(pieces)];
    int next = 0;
    long start = 0;
    for (long length : chunkLengths) {
      for (long at = 0; at < length; at += size) {
        ends[next++] = start + Math.min(length, at + size);
      }
      start += length;
    }
    return ends;
  }

  private static long fingerprint(
      FileRef file, Compression compression, boolean encrypted, long[] chunkLengths) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
    digest.update(word.putLong(0, file.version()).array());
    digest.update((byte) compression.ordinal());
    digest.update((byte) (encrypted ? 1 : 0));
    for (long length : chunkLengths) {
      digest.update(word.putLong(0, length).array());
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  @Override
  public String toString() {
    return "Plan of file "
        + file().fileId()
        + " ("
        + size()
        + " bytes in "
        + blockCount()
        + " blocks)";
  }

  private final class Blocks extends AbstractList<BlockInfo> implements RandomAccess {
    private final int from;
    private final int to;

    Blocks(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public BlockInfo get(int index) {
      Objects.checkIndex(index, size());
      return blockAt(from + index);
    }

    @Override
    public int size() {
      return to - from;
    }
  }

  private final class Splits extends AbstractList<BlockSplit> implements RandomAccess {
    private final List<BlockInfo> blocks;

    Splits(List<BlockInfo> blocks) {
      this.blocks = blocks;
    }

    @Override
    public BlockSplit get(int index) {
      return new BlockSplit(file(), fingerprint(), blocks.get(index));
    }

    @Override
    public int size() {
      return blocks.size();
    }
  }
}

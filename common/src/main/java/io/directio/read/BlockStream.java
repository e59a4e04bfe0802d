// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.ByteRange;
import io.directio.DirectIOException;
import io.directio.FileMetadata;
import io.directio.StreamException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;

/**
 * The bytes of a file, or of a range of it, in order, as blocks that are fetched ahead in the
 * background. The first and the last block are trimmed to the range, so each begins where the one
 * before it ended.
 *
 * <p>When it breaks off, a {@link StreamException} tells the offset of the first byte that was not
 * delivered: open another stream from there.
 *
 * <p><b>Threading:</b> one thread reads; {@link #stop()} and {@link #close()} may be called by any
 * thread, and end a read that waits.
 */
public final class BlockStream implements AutoCloseable {

  private final BlockQueue blocks;
  private final ByteRange range;
  private long position;
  private StreamException broken;

  BlockStream(BlockQueue blocks, ByteRange range) {
    this.blocks = blocks;
    this.range = range;
    this.position = range.first();
  }

  /** The file that is streamed. */
  public FileMetadata file() {
    return blocks.file().plan().metadata();
  }

  /** Offset of the first byte that has not been delivered. */
  public long position() {
    return position;
  }

  /** Whether there is more; never waits. False once the stream was stopped or closed. */
  public boolean hasNext() {
    return blocks.hasNext();
  }

  /**
   * Waits for the next block, whose array is the caller's for ever.
   *
   * @return the block, whose offset is {@link #position()} as it was before the call
   * @throws StreamException if it can't be read; every further call throws the same
   * @throws NoSuchElementException if there is none, or the stream was stopped
   */
  public Block next() throws StreamException {
    Block block = take();
    if (block == null) {
      throw new NoSuchElementException("The stream has ended");
    }
    return block;
  }

  /** The next block, or null at the end. */
  Block take() throws StreamException {
    if (broken != null) {
      throw broken;
    }
    Block block;
    try {
      block = blocks.next();
    } catch (DirectIOException e) {
      broken = new StreamException(file().file().fileId(), position, e);
      blocks.close();
      throw broken;
    }
    if (block == null) {
      return null;
    }
    Block trimmed = trim(block, range);
    position = trimmed.info().end();
    return trimmed;
  }

  /** Cuts off what lies outside of a range. Only the first and last block of a stream need it. */
  static Block trim(Block block, ByteRange range) {
    long first = Math.max(block.offset(), range.first());
    long end =
        range.isOpenEnded() ? block.info().end() : Math.min(block.info().end(), range.last() + 1);
    if (first == block.offset() && end == block.info().end()) {
      return block;
    }
    int from = (int) (first - block.offset());
    int length = (int) (end - first);
    byte[] bytes = Arrays.copyOfRange(block.array(), from, from + length);
    CRC32C digest = new CRC32C();
    digest.update(bytes, 0, length);
    return new Block(
        block.file(), new BlockInfo(block.number(), first, length), (int) digest.getValue(), bytes);
  }

  /**
   * The rest of this stream as bytes. Closing it closes this. Its errors are {@link
   * StreamException}s, whose offset counts the bytes that were read from it.
   */
  public InputStream asInputStream() {
    return new BlockInputStream(this);
  }

  /** Ends the stream: nothing more is fetched or delivered. */
  public void stop() {
    blocks.close();
  }

  /** The same as {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }
}

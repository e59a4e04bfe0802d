// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.ByteRange;
import io.directio.DirectIOException;
import io.directio.StreamException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/**
 * A file as a read-only channel. What is read in order is fetched ahead; another position begins
 * anew with two blocks, and fetches further ahead the longer it is read on from there.
 *
 * <p><b>Threading:</b> one thread reads and positions; {@link #close()} may be called by any, and
 * ends a read that waits.
 */
final class BlockChannel implements SeekableByteChannel {

  private static final int FIRST = 2;

  private final OpenFile file;
  private final LeasedFile leased;
  private final int workers;
  private final long size;
  private long position;
  private Block block;
  private long fetchedTo = -1;
  private volatile BlockQueue ahead;
  private volatile boolean closed;

  BlockChannel(OpenFile file, LeasedFile leased, int workers) {
    this.file = file;
    this.leased = leased;
    this.workers = workers;
    this.size = leased.plan().size();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    checkOpen();
    if (position >= size) {
      return -1;
    }
    int wanted = target.remaining();
    while (target.hasRemaining() && position < size) {
      if (!holdsPosition()) {
        if (target.remaining() < wanted) {
          break;
        }
        advance();
      }
      int from = (int) (position - block.offset());
      int count = Math.min(target.remaining(), block.length() - from);
      target.put(block.array(), from, count);
      position += count;
    }
    return wanted - target.remaining();
  }

  private boolean holdsPosition() {
    return block != null && position >= block.offset() && position < block.info().end();
  }

  /** Waits for the block that holds the position. */
  private void advance() throws IOException {
    try {
      if (ahead == null || fetchedTo != position) {
        fetchFrom(position);
      }
      Block next = ahead.next();
      if (next == null || closed) {
        throw new AsynchronousCloseException();
      }
      block = next;
      fetchedTo = next.info().end();
    } catch (DirectIOException e) {
      stopFetching();
      throw new StreamException(leased.plan().file().fileId(), position, e);
    }
  }

  private void fetchFrom(long offset) throws DirectIOException, ClosedChannelException {
    stopFetching();
    List<BlockInfo> blocks = leased.plan().blocksIn(ByteRange.from(offset));
    BlockQueue queue =
        file.queue(leased, blocks, true, new BlockQueue.Window(Math.min(FIRST, workers), workers));
    ahead = queue;
    if (closed) {
      queue.close();
      throw new AsynchronousCloseException();
    }
  }

  private void stopFetching() {
    BlockQueue queue = ahead;
    ahead = null;
    if (queue != null) {
      queue.close();
    }
  }

  @Override
  public long position() throws IOException {
    checkOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    checkOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("A position can't be negative: " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    checkOpen();
    return size;
  }

  private void checkOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    BlockQueue queue = ahead;
    if (queue != null) {
      queue.close();
    }
  }
}

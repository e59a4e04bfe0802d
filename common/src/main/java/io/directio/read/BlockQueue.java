// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks of one file, fetched ahead and handed to one consumer: in the order of the request, or as
 * they arrive.
 *
 * <p><b>Threading:</b> one thread takes blocks; {@link #close()} may be called by any, and ends a
 * {@link #next()} that waits.
 */
final class BlockQueue implements AutoCloseable {

  /**
   * How far to fetch ahead.
   *
   * @param first blocks at once at the beginning; doubles with every block that is consumed
   * @param most blocks at once, fetched ahead and not consumed, at most
   */
  record Window(int first, int most) {}

  /** What became of one block. */
  private record Arrival(int index, Block block, DirectIOException failure) {}

  private final ReadEngine engine;
  private final LeasedFile file;
  private final List<BlockInfo> blocks;
  private final boolean ordered;
  private final int most;
  private final Runnable whenClosed;
  private final BlockPump pump;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Map<Integer, Arrival> inOrder = new HashMap<>();
  private final Deque<Arrival> asTheyCome = new ArrayDeque<>();
  private int window;
  private int begun;
  private int consumed;
  private Throwable mistake;
  private boolean closed;

  /**
   * @param blocks the blocks to fetch, in this order
   * @param ordered whether they are handed over in this order as well
   */
  BlockQueue(
      ReadEngine engine,
      LeasedFile file,
      List<BlockInfo> blocks,
      boolean ordered,
      Window ahead,
      Runnable whenClosed) {
    this.engine = engine;
    this.file = file;
    this.blocks = blocks;
    this.ordered = ordered;
    this.most = ahead.most();
    this.window = Math.min(ahead.first(), ahead.most());
    this.whenClosed = whenClosed;
    this.pump =
        new BlockPump(
            engine, lock, new Feed(), new BlockPump.Limits(ahead.most(), ahead.most(), ordered));
  }

  /** Begins to fetch. */
  BlockQueue start() {
    pump.pump();
    return this;
  }

  /** The file that the blocks are of. */
  LeasedFile file() {
    return file;
  }

  /** Whether there are blocks that have not been taken; false once this is closed. */
  boolean hasNext() {
    lock.lock();
    try {
      return !closed && consumed < blocks.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next block. Its array is the caller's.
   *
   * @return null if all have been taken, or this was closed
   * @throws DirectIOException if the block can't be had; the others still can be taken
   */
  Block next() throws DirectIOException {
    Arrival arrival;
    lock.lock();
    try {
      arrival = await();
      if (arrival == null) {
        return null;
      }
      consumed++;
      window = Math.min(most, window * 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DirectIOException(
          ErrorCode.STREAM,
          "Interrupted while waiting for blocks of file " + file.plan().file().fileId(),
          e);
    } finally {
      lock.unlock();
    }
    if (arrival.block() != null) {
      pump.release(arrival.block());
    }
    pump.pump();
    if (arrival.failure() != null) {
      throw arrival.failure();
    }
    return arrival.block();
  }

  private Arrival await() throws InterruptedException {
    while (true) {
      if (closed || consumed == blocks.size()) {
        return null;
      }
      if (mistake instanceof Error error) {
        throw error;
      }
      if (mistake != null) {
        throw new IllegalStateException("Reading met with a mistake of its own", mistake);
      }
      Arrival arrival = ordered ? inOrder.remove(consumed) : asTheyCome.pollFirst();
      if (arrival != null) {
        return arrival;
      }
      arrived.await();
    }
  }

  /** Stops all that is under way; {@link #next()} gives nothing any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      inOrder.values().forEach(this::drop);
      inOrder.clear();
      asTheyCome.forEach(this::drop);
      asTheyCome.clear();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    pump.close();
    whenClosed.run();
  }

  private void drop(Arrival arrival) {
    if (arrival.block() != null) {
      pump.release(arrival.block());
    }
  }

  private void add(Arrival arrival) {
    lock.lock();
    try {
      if (closed) {
        drop(arrival);
      } else if (ordered) {
        inOrder.put(arrival.index(), arrival);
      } else {
        asTheyCome.addLast(arrival);
      }
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Feed implements BlockPump.Feed {

    @Override
    public BlockFetch next() {
      if (begun == blocks.size() || begun - consumed >= window) {
        return null;
      }
      int index = begun++;
      return new BlockFetch(index, file, blocks.get(index), false);
    }

    @Override
    public void fetched(BlockFetch fetch, Block block) {
      add(new Arrival((Integer) fetch.owner(), block, null));
    }

    @Override
    public void failed(BlockFetch fetch, DirectIOException cause) {
      add(new Arrival((Integer) fetch.owner(), null, cause));
    }

    @Override
    public void broken(Throwable cause) {
      lock.lock();
      try {
        mistake = cause;
        arrived.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}

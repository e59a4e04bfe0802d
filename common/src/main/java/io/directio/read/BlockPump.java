// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Block;
import io.directio.DirectIOException;
import io.directio.read.FetchOutcome.Again;
import io.directio.read.FetchOutcome.Busy;
import io.directio.read.FetchOutcome.Cancelled;
import io.directio.read.FetchOutcome.Failed;
import io.directio.read.FetchOutcome.Fetched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps many blocks in flight for one consumer: takes them from a {@link Feed} in its order,
 * reserves memory, has attempts made on the client's workers, and repeats those that may be
 * repeated when their time has come. A block that waits for its next attempt holds no worker, so
 * that a storage host that is slow or down does not stop the others.
 *
 * <p>How many fetches run at once follows from the size of the blocks: as many as are {@linkplain
 * InFlight worth having}, and as fit into the budget, but at most {@link Limits#fetches}.
 *
 * <p><b>Threading:</b> all state is guarded by one lock, which is the feed's as well: {@link
 * Feed#next()} is called with it held, everything else of the feed without it. Methods of the pump
 * may be called from any thread, with the lock held or not, except {@link #pump()}, which must be
 * called without it.
 */
final class BlockPump implements AutoCloseable {

  /** Where blocks come from and where they go to. */
  interface Feed {
    /** The next block to fetch; null if there is none at the moment. Must not block. */
    BlockFetch next();

    /**
     * A block has arrived. The feed owns it from here on, and {@linkplain BlockPump#release gives
     * back} as many bytes of the budget as the block is long, once it is consumed.
     */
    void fetched(BlockFetch fetch, Block block);

    /** A block can't be had. */
    void failed(BlockFetch fetch, DirectIOException cause);

    /** A worker met with a mistake of ours, or with the end of the heap. */
    void broken(Throwable cause);
  }

  /**
   * Bounds of one pump.
   *
   * @param fetches attempts at once
   * @param blocks blocks at once that have been taken from the feed and not been consumed
   * @param ordered whether the feed consumes blocks in its own order: then a block keeps its memory
   *     while it waits for another attempt, as those after it could otherwise take it all and never
   *     be consumed
   */
  record Limits(int fetches, int blocks, boolean ordered) {}

  /** Blocks that wait for another attempt, beyond which no new ones are begun. */
  private static final int MOST_DELAYED = 1024;

  /** For each block that waits for a busy host, so much is added to the pause of all of them. */
  private static final long BUSY_NANOS = 2_500_000;

  private static final int BUSY_AT_LEAST = 8;

  private final ReadEngine engine;
  private final ReentrantLock lock;
  private final Feed feed;
  private final Limits limits;
  private final ByteBudget.Account account;
  private final Set<BlockFetch> running = new HashSet<>();
  private final PriorityQueue<BlockFetch> delayed =
      new PriorityQueue<>(Comparator.comparingLong(fetch -> fetch.dueNanos));
  private BlockFetch pending;
  private long runningBytes;
  private int unconsumed;
  private boolean closed;

  BlockPump(ReadEngine engine, ReentrantLock lock, Feed feed, Limits limits) {
    this.engine = engine;
    this.lock = lock;
    this.feed = feed;
    this.limits = limits;
    this.account = engine.budget().open(this::pump);
  }

  /** Starts as many fetches as may run now. To be called whenever something may have changed. */
  void pump() {
    BlockFetch next = take();
    while (next != null) {
      BlockFetch fetch = next;
      try {
        engine.fetchers().execute(() -> attempt(fetch));
      } catch (RejectedExecutionException clientIsClosed) {
        settle(fetch, new Cancelled());
        return;
      }
      next = take();
    }
  }

  private BlockFetch take() {
    lock.lock();
    try {
      if (!mayStart()) {
        account.stopWaiting();
        return null;
      }
      BlockFetch fetch = nextWanted();
      if (fetch == null) {
        account.stopWaiting();
        return null;
      }
      if (fetch.reserved == 0) {
        if (!account.tryReserve(fetch.weight())) {
          pending = fetch;
          return null;
        }
        fetch.reserved = fetch.weight();
      }
      if (running.isEmpty()) {
        engine.inFlight().join();
      }
      running.add(fetch);
      runningBytes += fetch.weight();
      return fetch;
    } finally {
      lock.unlock();
    }
  }

  private boolean mayStart() {
    return !closed
        && running.size() < limits.fetches()
        && engine.inFlight().isWorthOneMore(running.size(), runningBytes);
  }

  /**
   * The next block that is still wanted: the one that was refused memory, one whose next attempt is
   * due, or a new one. Where order matters, a due block has kept its memory and needs no more: it
   * comes first, as those that wait for memory may be waiting for it.
   */
  private BlockFetch nextWanted() {
    while (true) {
      BlockFetch fetch = limits.ordered() ? nextDue() : null;
      if (fetch == null) {
        fetch = pending;
        pending = null;
      }
      if (fetch == null) {
        fetch = nextDue();
      }
      if (fetch == null && unconsumed < limits.blocks() && delayed.size() < MOST_DELAYED) {
        fetch = feed.next();
        if (fetch != null) {
          unconsumed++;
        }
      }
      if (fetch == null || !fetch.isCancelled()) {
        return fetch;
      }
      drop(fetch);
    }
  }

  private BlockFetch nextDue() {
    BlockFetch head = delayed.peek();
    return head == null || head.dueNanos - engine.nanoTime() > 0 ? null : delayed.poll();
  }

  private void attempt(BlockFetch fetch) {
    try {
      FetchOutcome outcome =
          fetch.isCancelled() ? new Cancelled() : engine.fetcher().attempt(fetch);
      settle(fetch, outcome);
    } catch (Throwable e) {
      settle(fetch, new Cancelled());
      feed.broken(e);
    }
    pump();
  }

  private void settle(BlockFetch fetch, FetchOutcome outcome) {
    boolean wanted;
    lock.lock();
    try {
      if (running.remove(fetch) && running.isEmpty()) {
        engine.inFlight().leave();
      }
      runningBytes -= fetch.weight();
      wanted = !fetch.isCancelled() && !closed;
      if (!wanted || outcome instanceof Failed || outcome instanceof Cancelled) {
        drop(fetch);
      } else if (outcome instanceof Again again) {
        delay(fetch, again.delay());
      } else if (outcome instanceof Busy) {
        delay(fetch, pauseWhileBusy());
      } else {
        giveBack(fetch, fetch.block().length());
        fetch.reserved = 0;
      }
    } finally {
      lock.unlock();
    }
    if (!wanted) {
      if (outcome instanceof Fetched fetched) {
        engine.arrays().give(fetched.block().array());
      }
    } else if (outcome instanceof Fetched fetched) {
      feed.fetched(fetch, fetched.block());
    } else if (outcome instanceof Failed failed) {
      feed.failed(fetch, failed.cause());
    }
  }

  private void delay(BlockFetch fetch, Duration delay) {
    if (!limits.ordered()) {
      giveBack(fetch, 0);
    }
    fetch.dueNanos = engine.nanoTime() + delay.toNanos();
    delayed.add(fetch);
    engine.later(delay, this::pump);
  }

  /** The more blocks wait for a busy host, the longer each of them: the asking itself costs. */
  private Duration pauseWhileBusy() {
    long longest = BUSY_NANOS * (delayed.size() + BUSY_AT_LEAST);
    return Duration.ofNanos(engine.random().nextLong(longest));
  }

  /** Forgets a block that is neither running nor delivered. */
  private void drop(BlockFetch fetch) {
    giveBack(fetch, 0);
    unconsumed--;
  }

  private void giveBack(BlockFetch fetch, long butFor) {
    long bytes = fetch.reserved - butFor;
    if (bytes > 0) {
      account.release(bytes);
      fetch.reserved = butFor;
    }
  }

  /** Gives back what a delivered block was holding: it has been consumed, or is not wanted. */
  void release(Block block) {
    boolean wasFull;
    lock.lock();
    try {
      wasFull = unconsumed >= limits.blocks();
      unconsumed--;
      account.release(block.length());
    } finally {
      lock.unlock();
    }
    if (wasFull) {
      engine.soon(this::pump);
    }
  }

  /** Cancels all blocks of an owner that have not arrived. */
  void cancel(Object owner) {
    List<BlockFetch> cancelled = new ArrayList<>();
    lock.lock();
    try {
      for (BlockFetch fetch : running) {
        if (fetch.owner() == owner) {
          cancelled.add(fetch);
        }
      }
      delayed.removeIf(
          fetch -> {
            if (fetch.owner() != owner) {
              return false;
            }
            drop(fetch);
            return true;
          });
      if (pending != null && pending.owner() == owner) {
        drop(pending);
        pending = null;
      }
    } finally {
      lock.unlock();
    }
    cancelled.forEach(BlockFetch::cancel);
    engine.soon(this::pump);
  }

  /** Cancels everything. What was delivered can still be given back. */
  @Override
  public void close() {
    List<BlockFetch> cancelled;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      cancelled = new ArrayList<>(running);
      delayed.forEach(this::drop);
      delayed.clear();
      if (pending != null) {
        drop(pending);
        pending = null;
      }
      account.stopWaiting();
    } finally {
      lock.unlock();
    }
    cancelled.forEach(BlockFetch::cancel);
  }

  /** Memory that is held for blocks in flight and for blocks not yet consumed. */
  long heldBytes() {
    return account.held();
  }
}

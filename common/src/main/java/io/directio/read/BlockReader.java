// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileChangedException;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.Stored;
import io.directio.plan.BlockRun;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads tasks in the background and hands over what was read: the reader for engines.
 *
 * <p>Tasks are {@linkplain #submit submitted} and results are {@linkplain #poll polled}, blocks in
 * any order, though earlier ones first as far as possible. Each task ends with exactly one {@link
 * Delivery} whose {@link Delivery#last()} is true. A file that can't be read ends with a failed
 * {@link ManifestEntry}, and the others go on; only what would stop every file (refused
 * credentials, a wrong secret key, an untrusted certificate) is thrown from {@link #poll}.
 *
 * <p>If a file turns out to have changed while a {@linkplain ReadTask#wholeFile whole-file task}
 * was reading it, it is read again from its start, once: from then on the blocks of the task carry
 * another {@linkplain FileMetadata#fingerprint() fingerprint}, and what was delivered under the old
 * one is void. Under a run, or the second time, the task fails with {@link ErrorCode#FILE_CHANGED}.
 *
 * <p><b>Memory</b> is reserved before a block is fetched, and given back by {@link #done}: a
 * consumer that does not give back brings its reader to a halt.
 *
 * <p><b>Threading:</b> one thread submits, polls and cancels; {@link #done}, {@link #wakeUp} and
 * {@link #close} may be called by any. Results may be given back after the reader was closed.
 */
public final class BlockReader implements AutoCloseable {

  /**
   * What bounds a reader.
   *
   * @param fetches blocks at once
   * @param listAhead files that are being listed, or have been and wait for their first fetch
   */
  record Bounds(int fetches, int listAhead) {}

  private record Waiting(ReadTask task, long sequence, boolean restarted) {}

  private final ReadEngine engine;
  private final ReaderOptions options;
  private final int listAhead;
  private final Runnable whenClosed;
  private final BlockPump pump;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition available = lock.newCondition();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final PriorityQueue<OpenTask> ready =
      new PriorityQueue<>(Comparator.comparingLong(OpenTask::sequence));
  private final Map<ReadTask, Optional<OpenTask>> live = new IdentityHashMap<>();
  private final Deque<Delivery> deliveries = new ArrayDeque<>();
  private final Set<Delivery> handedOut = Collections.newSetFromMap(new IdentityHashMap<>());
  private long submitted;
  private int preparing;
  private Throwable failure;
  private boolean woken;
  private boolean closed;

  BlockReader(ReadEngine engine, ReaderOptions options, Bounds bounds, Runnable whenClosed) {
    this.engine = engine;
    this.options = options;
    this.listAhead = bounds.listAhead();
    this.whenClosed = whenClosed;
    int fetches = Math.min(bounds.fetches(), options.maxFetches());
    this.pump =
        new BlockPump(
            engine, lock, new Feed(), new BlockPump.Limits(fetches, Integer.MAX_VALUE, false));
  }

  /**
   * Takes on a task. Never blocks: a task that can't be begun yet waits its turn.
   *
   * @throws IllegalArgumentException if this very task was submitted before and has not ended
   * @throws IllegalStateException if the reader is closed
   */
  public void submit(ReadTask task) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("The reader is closed");
      }
      if (live.putIfAbsent(task, Optional.empty()) != null) {
        throw new IllegalArgumentException(task + " was submitted already");
      }
      waiting.addLast(new Waiting(task, submitted++, false));
      prepareMore();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next result.
   *
   * @param timeout how long to wait at most; zero doesn't wait
   * @return empty if there was none in time, after {@link #wakeUp()}, or when the thread was
   *     interrupted, which then still is
   * @throws DirectIOException if something would stop every file, and then each time
   * @throws IllegalStateException if the reader is closed
   */
  public Optional<Delivery> poll(Duration timeout) throws DirectIOException {
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      while (true) {
        throwFailure();
        Delivery delivery = deliveries.pollFirst();
        if (delivery != null) {
          handedOut.add(delivery);
          return Optional.of(delivery);
        }
        if (woken || nanos <= 0) {
          woken = false;
          return Optional.empty();
        }
        nanos = available.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void throwFailure() throws DirectIOException {
    if (closed) {
      throw new IllegalStateException("The reader is closed");
    }
    if (failure instanceof DirectIOException fatal) {
      throw fatal;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IllegalStateException("Reading met with a mistake of its own", failure);
    }
  }

  /** Makes a {@link #poll} that is waiting, or else the next one, return without a result. */
  public void wakeUp() {
    lock.lock();
    try {
      woken = true;
      available.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Gives a delivery back: its memory is free for others. A second time has no effect. */
  public void done(Delivery delivery) {
    lock.lock();
    try {
      if (!handedOut.remove(delivery)) {
        return;
      }
    } finally {
      lock.unlock();
    }
    giveBack(delivery);
  }

  private void giveBack(Delivery delivery) {
    if (delivery.result().orElse(null) instanceof Block block && block.length() > 0) {
      giveBack(block);
    }
  }

  private void giveBack(Block block) {
    pump.release(block);
    if (options.reuseArrays()) {
      engine.arrays().give(block.array());
    }
  }

  /**
   * Forgets a task: nothing more of it is delivered, not even its end. What was polled already is
   * still to be given back.
   */
  public void cancel(ReadTask task) {
    OpenTask open;
    lock.lock();
    try {
      waiting.removeIf(other -> other.task() == task);
      open = forget(task);
      prepareMore();
    } finally {
      lock.unlock();
    }
    stop(open);
  }

  /** Whether every task has ended, and every result has been polled. */
  public boolean idle() {
    lock.lock();
    try {
      return live.isEmpty() && deliveries.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Memory that the reader holds now, in bytes: blocks in flight, and blocks not given back. */
  public long pendingBytes() {
    return pump.heldBytes();
  }

  /** Stops everything that is under way, and drops what has not been polled. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      live.clear();
      waiting.clear();
      ready.clear();
      deliveries.forEach(this::giveBack);
      deliveries.clear();
      available.signalAll();
    } finally {
      lock.unlock();
    }
    pump.close();
    whenClosed.run();
  }

  /** Lists as many files as may be listed ahead. Called with the lock held. */
  private void prepareMore() {
    while (failure == null && !waiting.isEmpty() && preparing + ready.size() < listAhead) {
      prepare(waiting.pollFirst());
    }
  }

  private void prepare(Waiting next) {
    preparing++;
    try {
      engine.listers().execute(() -> list(next));
    } catch (RejectedExecutionException clientIsClosed) {
      preparing--;
      failure = new IllegalStateException("The client was closed under its reader");
      available.signalAll();
    }
  }

  private void list(Waiting next) {
    ReadTask task = next.task();
    try {
      if (!isLive(task)) {
        settled(null);
        return;
      }
      LeasedFile file;
      boolean restarted = next.restarted();
      if (task.run().isPresent()) {
        file = leasedRun(task.run().get());
      } else {
        file = engine.sizes().lease(task.file());
        restarted |=
            task.fingerprint().isPresent()
                && task.fingerprint().getAsLong() != file.plan().fingerprint();
      }
      Stored held = options.stored().find(file.plan().metadata());
      open(new OpenTask(task, next.sequence(), file, restarted, held), held);
    } catch (DirectIOException e) {
      settled(null);
      fail(task, null, next, e);
    } catch (Throwable e) {
      settled(null);
      broken(e);
    }
  }

  private boolean isLive(ReadTask task) {
    lock.lock();
    try {
      return live.containsKey(task);
    } finally {
      lock.unlock();
    }
  }

  private LeasedFile leasedRun(BlockRun run) throws DirectIOException {
    FileMetadata planned = run.file();
    LeasedFile file = engine.leases().planned(planned.file(), planned.fingerprint());
    if (file.plan().blockCount() != planned.blocks()) {
      throw new FileChangedException(
          planned.file().fileId(),
          "it was planned as "
              + planned.blocks()
              + " blocks and has "
              + file.plan().blockCount()
              + "; was it planned with another nativeBlockSize?");
    }
    return file;
  }

  /** A listing has ended; what it made of a task, if anything, is ready to be fetched. */
  private void settled(OpenTask toFetch) {
    lock.lock();
    try {
      preparing--;
      if (toFetch != null) {
        ready.add(toFetch);
      }
      prepareMore();
    } finally {
      lock.unlock();
    }
  }

  private void open(OpenTask open, Stored held) {
    ReadTask task = open.task();
    OpenTask toFetch = null;
    lock.lock();
    try {
      if (isCurrent(task, null)) {
        live.put(task, Optional.of(open));
        if (held instanceof Stored.Whole whole) {
          skip(open, whole);
        } else if (task.isTooLarge(open.file().plan().size())) {
          refuse(open);
        } else if (open.file().plan().blockCount() == 0) {
          deliverEmptyFile(open);
        } else {
          deliverStored(open);
          toFetch = open.isComplete() ? null : open;
        }
      }
    } finally {
      lock.unlock();
    }
    settled(toFetch);
    pump.pump();
  }

  private void skip(OpenTask open, Stored.Whole whole) {
    boolean speaks = open.task().run().map(BlockRun::isFirst).orElse(true);
    FileMetadata file = open.file().plan().metadata();
    end(open, speaks ? ManifestEntry.skipped(file, whole.path(), whole.crc32c()) : null, 0, 0);
  }

  private void refuse(OpenTask open) {
    deliveries.addLast(Delivery.tooLarge(open.task()));
    available.signalAll();
    live.remove(open.task());
    // The lease is kept: the file is most likely planned next, and read in runs.
  }

  private void deliverEmptyFile(OpenTask open) {
    Block nothing =
        new Block(open.file().plan().metadata(), new BlockInfo(1, 0, 0), 0, new byte[0]);
    boolean wanted = !open.isComplete();
    end(open, wanted ? nothing : null, wanted ? 1 : 0, wanted ? 1 : 0);
  }

  private void deliverStored(OpenTask open) {
    int left = open.stored().size();
    for (OpenTask.Held held : open.stored()) {
      left--;
      if (left == 0 && open.isComplete()) {
        end(open, held.range(), held.firstBlock(), held.lastBlock());
      } else {
        deliver(open, held.range(), false, held.firstBlock(), held.lastBlock());
      }
    }
    if (open.stored().isEmpty() && open.isComplete()) {
      end(open, null, 0, 0);
    }
  }

  /** The last delivery of a task. */
  private void end(OpenTask open, ReadResult result, int firstBlock, int lastBlock) {
    deliver(open, result, true, firstBlock, lastBlock);
    live.remove(open.task());
    if (open.task().run().isEmpty()) {
      open.file().forget();
    }
  }

  private void deliver(
      OpenTask open, ReadResult result, boolean last, int firstBlock, int lastBlock) {
    deliveries.addLast(new Delivery(open.task(), result, last, firstBlock, lastBlock));
    available.signalAll();
  }

  /** A file can't be read: it is restarted if it changed, or written off, or the end of all. */
  private void fail(ReadTask task, OpenTask open, Waiting begun, DirectIOException cause) {
    lock.lock();
    try {
      if (!isCurrent(task, open)) {
        return;
      }
      if (cause.code().isFatal()) {
        failure = cause;
        available.signalAll();
        return;
      }
      forget(task);
      boolean restart =
          cause.code() == ErrorCode.FILE_CHANGED && task.run().isEmpty() && !begun.restarted();
      if (restart) {
        live.put(task, Optional.empty());
        prepare(new Waiting(task, begun.sequence(), true));
      } else {
        deliveries.addLast(
            new Delivery(task, ManifestEntry.failed(task.file(), cause), true, 0, 0));
        available.signalAll();
      }
      prepareMore();
    } finally {
      lock.unlock();
    }
    stop(open);
  }

  /** Whether a task is where its owner believes it to be. Called with the lock held. */
  private boolean isCurrent(ReadTask task, OpenTask open) {
    Optional<OpenTask> state = live.get(task);
    return state != null && state.orElse(null) == open;
  }

  /** Drops a task and what was not polled of it. Called with the lock held. */
  private OpenTask forget(ReadTask task) {
    Optional<OpenTask> open = live.remove(task);
    if (open == null || open.isEmpty()) {
      return null;
    }
    ready.remove(open.get());
    deliveries.removeIf(
        delivery -> {
          if (delivery.task() != task) {
            return false;
          }
          giveBack(delivery);
          return true;
        });
    return open.get();
  }

  private void stop(OpenTask open) {
    if (open != null) {
      pump.cancel(open);
      open.file().forget();
    }
  }

  private void broken(Throwable cause) {
    lock.lock();
    try {
      failure = cause;
      available.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Connects the tasks with the pump. */
  private final class Feed implements BlockPump.Feed {

    @Override
    public BlockFetch next() {
      OpenTask open = ready.peek();
      if (open == null || failure != null) {
        return null;
      }
      BlockFetch fetch = new BlockFetch(open, open.file(), open.next(), options.reuseArrays());
      if (!open.hasNext()) {
        ready.poll();
        prepareMore();
      }
      return fetch;
    }

    @Override
    public void fetched(BlockFetch fetch, Block block) {
      OpenTask open = (OpenTask) fetch.owner();
      lock.lock();
      try {
        if (isCurrent(open.task(), open)) {
          int number = block.number();
          if (open.arrived()) {
            end(open, block, number, number);
          } else {
            deliver(open, block, false, number, number);
          }
          return;
        }
      } finally {
        lock.unlock();
      }
      giveBack(block);
    }

    @Override
    public void failed(BlockFetch fetch, DirectIOException cause) {
      OpenTask open = (OpenTask) fetch.owner();
      fail(open.task(), open, new Waiting(open.task(), open.sequence(), open.isRestarted()), cause);
    }

    @Override
    public void broken(Throwable cause) {
      BlockReader.this.broken(cause);
    }
  }
}

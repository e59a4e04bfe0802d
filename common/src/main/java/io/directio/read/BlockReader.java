// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.Stored;
import io.directio.plan.BlockRun;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads tasks in the background and hands over what was read: the reader for engines.
 *
 * <p>Tasks are {@linkplain #submit submitted} and results are {@linkplain #poll polled}, blocks in
 * any order, though earlier ones first as far as possible. Each task ends with exactly one {@link
 * Delivery} whose {@link Delivery#last()} is true. A file that can't be read ends with a failed
 * {@link ManifestEntry}, and the others go on; only what would stop every file (refused
 * credentials, a wrong secret key, an untrusted certificate, a destination that can't be asked what
 * it holds) is thrown from {@link #poll}.
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

  private final ReadEngine engine;
  private final TaskOpening opening;
  private final boolean reuseArrays;
  private final Runnable whenClosed;
  private final BlockPump pump;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deliveries deliveries = new Deliveries(lock);
  private final TaskBoard tasks;
  private boolean closed;

  BlockReader(ReadEngine engine, ReaderOptions options, Bounds bounds, Runnable whenClosed) {
    this.engine = engine;
    this.opening = new TaskOpening(engine.leases(), engine.sizes(), options.stored());
    this.reuseArrays = options.reuseArrays();
    this.tasks = new TaskBoard(bounds.listAhead());
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
      if (!tasks.add(task)) {
        throw new IllegalArgumentException(task + " was submitted already");
      }
      openMore();
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
    return deliveries.poll(timeout.toNanos());
  }

  /** Makes a {@link #poll} that is waiting, or else the next one, return without a result. */
  public void wakeUp() {
    deliveries.wakeUp();
  }

  /** Gives a delivery back: its memory is free for others. A second time has no effect. */
  public void done(Delivery delivery) {
    if (deliveries.takeBack(delivery)) {
      giveBack(delivery);
    }
  }

  private void giveBack(Delivery delivery) {
    if (delivery.result().orElse(null) instanceof Block block && block.length() > 0) {
      giveBack(block);
    }
  }

  private void giveBack(Block block) {
    pump.release(block);
    if (reuseArrays) {
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
      open = tasks.cancel(task);
      dropUnpolled(open);
      openMore();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      pump.cancel(open);
      if (task.run().isEmpty()) {
        open.file().forget();
      } // Else the lease is kept: other runs of the file are most likely read here next.
    }
  }

  /** Whether every task has ended, and every result has been polled. */
  public boolean idle() {
    lock.lock();
    try {
      return tasks.isEmpty() && deliveries.isEmpty();
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
      tasks.clear();
      deliveries.close(this::giveBack);
    } finally {
      lock.unlock();
    }
    pump.close();
    whenClosed.run();
  }

  /** Opens as many tasks as may be opened ahead. Called with the lock held. */
  private void openMore() {
    while (!deliveries.hasFailed()) {
      TaskOpening.Request next = tasks.nextToOpen();
      if (next == null) {
        return;
      }
      begin(next);
    }
  }

  private void begin(TaskOpening.Request request) {
    try {
      engine.listers().execute(() -> open(request));
    } catch (RejectedExecutionException clientIsClosed) {
      tasks.openingEnded();
      deliveries.fail(new IllegalStateException("The client was closed under its reader"));
    }
  }

  /** On a lister's thread. */
  private void open(TaskOpening.Request request) {
    try {
      if (isLive(request.task())) {
        opened(opening.open(request));
      }
    } catch (DirectIOException e) {
      fail(request, null, e);
    } catch (Throwable e) {
      deliveries.fail(e);
    } finally {
      lock.lock();
      try {
        tasks.openingEnded();
        openMore();
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean isLive(ReadTask task) {
    lock.lock();
    try {
      return tasks.isLive(task);
    } finally {
      lock.unlock();
    }
  }

  private void opened(OpenTask open) {
    ReadTask task = open.task();
    lock.lock();
    try {
      if (!tasks.isCurrent(task, null)) {
        return;
      }
      tasks.opened(open);
      if (open.held() instanceof Stored.Whole whole) {
        skip(open, whole);
      } else if (task.isTooLarge(open.file().plan().size())) {
        refuse(open);
      } else if (open.file().plan().blockCount() == 0) {
        deliverEmptyFile(open);
      } else {
        deliverStored(open);
        if (!open.isComplete()) {
          tasks.ready(open);
        }
      }
    } finally {
      lock.unlock();
    }
    pump.pump();
  }

  private void skip(OpenTask open, Stored.Whole whole) {
    boolean speaks = open.task().run().map(BlockRun::isFirst).orElse(true);
    FileMetadata file = open.file().plan().metadata();
    end(open, speaks ? ManifestEntry.skipped(file, whole.path(), whole.crc32c()) : null, 0, 0);
  }

  private void refuse(OpenTask open) {
    deliveries.add(Delivery.tooLarge(open.task(), open.file().plan()));
    tasks.ended(open.task());
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
    tasks.ended(open.task());
    if (open.task().run().isEmpty()) {
      open.file().forget();
    }
  }

  private void deliver(
      OpenTask open, ReadResult result, boolean last, int firstBlock, int lastBlock) {
    deliveries.add(new Delivery(open.task(), result, last, firstBlock, lastBlock));
  }

  /** A file can't be read: it is restarted if it changed, or written off, or the end of all. */
  private void fail(TaskOpening.Request request, OpenTask open, DirectIOException cause) {
    ReadTask task = request.task();
    lock.lock();
    try {
      if (!tasks.isCurrent(task, open)) {
        return;
      }
      if (!cause.code().concernsOneFile()) {
        deliveries.fail(cause);
        return;
      }
      dropUnpolled(tasks.forget(task));
      boolean changed = cause.code() == ErrorCode.FILE_CHANGED;
      if (changed && task.run().isEmpty() && !request.restarted()) {
        tasks.again(task);
        tasks.opening();
        begin(new TaskOpening.Request(task, request.sequence(), true));
      } else {
        deliveries.add(new Delivery(task, ManifestEntry.failed(task.file(), cause), true, 0, 0));
      }
      openMore();
    } finally {
      lock.unlock();
    }
    stop(open);
  }

  /** Drops what was not polled of a task. Called with the lock held. */
  private void dropUnpolled(OpenTask open) {
    if (open != null) {
      deliveries.drop(open.task(), this::giveBack);
    }
  }

  private void stop(OpenTask open) {
    if (open != null) {
      pump.cancel(open);
      open.file().forget();
    }
  }

  /** Connects the tasks with the pump. */
  private final class Feed implements BlockPump.Feed {

    @Override
    public BlockFetch next() {
      OpenTask open = tasks.firstReady();
      if (open == null || deliveries.hasFailed()) {
        return null;
      }
      BlockFetch fetch = new BlockFetch(open, open.file(), open.next(), reuseArrays);
      if (!open.hasNext()) {
        tasks.firstReadyBegun();
        openMore();
      }
      return fetch;
    }

    @Override
    public void fetched(BlockFetch fetch, Block block) {
      OpenTask open = (OpenTask) fetch.owner();
      lock.lock();
      try {
        if (tasks.isCurrent(open.task(), open)) {
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
      fail(new TaskOpening.Request(open.task(), open.sequence(), open.isRestarted()), open, cause);
    }

    @Override
    public void broken(Throwable cause) {
      deliveries.fail(cause);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes durable what was written: synchronises each file, many at once, and then notes in its
 * journal what can be relied on.
 *
 * <p>A system that fails to write back a file may drop the bytes and report success the next time.
 * So a file whose synchronisation failed once stays failed here.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Flusher {

  private final Layout layout;
  private final PartialFiles partials;
  private final DurableDirectories durable;
  private final Batch batch;
  private final String writer = UUID.randomUUID().toString();

  private final UnflushedWrites unflushed = new UnflushedWrites();
  private final Map<Long, DestinationException> lost = new ConcurrentHashMap<>();

  /** Held by the flush that is under way: who comes meanwhile wants its bytes as well. */
  private final ReentrantLock flushing = new ReentrantLock();

  Flusher(Layout layout, PartialFiles partials, DurableDirectories durable, Batch batch) {
    this.layout = layout;
    this.partials = partials;
    this.durable = durable;
    this.batch = batch;
  }

  /** Notes that bytes were written. */
  void written(Receipt receipt) {
    unflushed.add(receipt);
  }

  /** Whether something of a file may not be durable yet: it waits, or a flush is under way. */
  boolean hasUnflushed(FileMetadata file) {
    return unflushed.has(file) || flushing.isLocked();
  }

  /** Forgets a file in all its versions, also that it failed. */
  void forget(long fileId) {
    unflushed.forget(fileId);
    lost.remove(fileId);
  }

  /** Makes durable everything that was noted before. */
  void flush() throws DestinationException {
    flushing.lock();
    try {
      flushAll();
    } finally {
      flushing.unlock();
    }
  }

  private void flushAll() throws DestinationException {
    List<FlushOne> all = unflushed.take().stream().map(FlushOne::new).toList();
    try {
      batch.forEach(all, FlushOne::run);
      durable.sync();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      all.forEach(FlushOne::putBackUnlessDone);
      throw new DestinationException(
          ErrorCode.DESTINATION,
          Printable.of(layout.root().toString()),
          "flushing was interrupted; run again");
    } catch (IOException e) {
      all.forEach(FlushOne::putBack);
      throw FileTrouble.of(
          layout.root().toString(), "its directories could not be made durable", e);
    } catch (RuntimeException | Error e) {
      all.forEach(FlushOne::putBackUnlessDone);
      throw e;
    }
    for (FlushOne one : all) {
      if (one.failure != null) {
        throw one.failure;
      }
    }
    for (DestinationException failure : lost.values()) {
      throw failure;
    }
  }

  /** Flushes one file, and keeps how that ended. */
  private final class FlushOne {
    private final UnflushedWrites.Writes writes;
    private volatile boolean done;
    private volatile DestinationException failure;

    FlushOne(UnflushedWrites.Writes writes) {
      this.writes = writes;
    }

    void run() {
      FileMetadata file = writes.file();
      try {
        if (sync(file) && file.blocks() > 1) {
          Journal.append(layout.journals(file), writer, file, writes.receipts());
        }
      } catch (IOException e) {
        failure = FileTrouble.of(file.file().path(), "its journal could not be written", e);
        putBack();
      }
      done = true;
    }

    private boolean sync(FileMetadata file) {
      try {
        return partials.sync(file);
      } catch (IOException e) {
        failure =
            FileTrouble.of(
                file.file().path(), "what was written of it could not be made durable", e);
        lost.put(file.file().fileId(), failure);
        return false;
      }
    }

    void putBackUnlessDone() {
      if (!done) {
        putBack();
      }
    }

    void putBack() {
      unflushed.putBack(writes);
    }
  }
}

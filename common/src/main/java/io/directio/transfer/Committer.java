// SPDX-License-Identifier: Apache-2.0
package io.directio.transfer;

import io.directio.DirectIOException;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Destination;
import io.directio.assemble.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes durable what was written and publishes what is complete, many files at once, while others
 * are still being read: so that the disk's waiting is shared and nobody waits for it.
 *
 * <p><b>Threading:</b> thread-safe; works on a thread of its own.
 */
final class Committer {

  /** What comes of a commit. Called on the committer's thread. */
  interface Outcome {
    void published(List<FileTransfer> files, List<Publication> results);

    void failed(Throwable cause);
  }

  private final Destination destination;
  private final TransferOptions options;
  private final Outcome outcome;
  private final Thread thread = new Thread(this::work, "directio-commit");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<FileTransfer> waiting = new ArrayList<>();
  private boolean dirty;
  private long due; // System.nanoTime at which what is dirty must be committed
  private boolean hurry;
  private boolean finishing;

  Committer(Destination destination, TransferOptions options, Outcome outcome) {
    this.destination = destination;
    this.options = options;
    this.outcome = outcome;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Something was written. */
  void written() {
    lock.lock();
    try {
      touch();
    } finally {
      lock.unlock();
    }
  }

  /** A file is complete. */
  void complete(FileTransfer file) {
    lock.lock();
    try {
      waiting.add(file);
      touch();
      if (waiting.size() >= options.commitFiles()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Don't wait for more if this many files are waiting: there are no others. */
  void hurryIfAllWait(int files) {
    lock.lock();
    try {
      if (!waiting.isEmpty() && waiting.size() >= files) {
        hurry = true;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Commits what is left and ends. Returns when that is done, even if interrupted meanwhile. */
  void finish() {
    lock.lock();
    try {
      finishing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void touch() {
    if (!dirty) {
      dirty = true;
      due = System.nanoTime() + options.commitInterval().toNanos();
      changed.signalAll();
    }
  }

  private void work() {
    try {
      for (List<FileTransfer> batch = next(); batch != null; batch = next()) {
        destination.flush();
        List<CompletedFile> files = batch.stream().map(FileTransfer::completed).toList();
        outcome.published(batch, destination.publishAll(files));
      }
    } catch (DirectIOException | RuntimeException | Error e) {
      outcome.failed(e);
    } catch (InterruptedException e) {
      outcome.failed(new IllegalStateException("Nobody interrupts the committer", e));
    }
  }

  /** Waits until it is worth while; null at the end. */
  private List<FileTransfer> next() throws InterruptedException {
    lock.lock();
    try {
      while (!finishing && !hurry && waiting.size() < options.commitFiles()) {
        if (!dirty) {
          changed.await();
        } else {
          long left = due - System.nanoTime();
          if (left <= 0 || changed.awaitNanos(left) <= 0) {
            break;
          }
        }
      }
      if (finishing && !dirty) {
        return null;
      }
      List<FileTransfer> batch = waiting;
      waiting = new ArrayList<>();
      dirty = false;
      hurry = false;
      return batch;
    } finally {
      lock.unlock();
    }
  }
}

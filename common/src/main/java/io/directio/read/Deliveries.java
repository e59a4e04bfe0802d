// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.DirectIOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What a reader has read and its consumer has not polled, or has polled and not given back.
 *
 * <p><b>Threading:</b> guarded by its reader's lock, which is taken here again; only {@link #poll}
 * waits.
 */
final class Deliveries {

  private final ReentrantLock lock;
  private final Condition changed;
  private final Deque<Delivery> queue = new ArrayDeque<>();
  private final Set<Delivery> handedOut = Collections.newSetFromMap(new IdentityHashMap<>());
  private Throwable failure;
  private boolean woken;
  private boolean closed;

  Deliveries(ReentrantLock lock) {
    this.lock = lock;
    this.changed = lock.newCondition();
  }

  void add(Delivery delivery) {
    lock.lock();
    try {
      queue.addLast(delivery);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next delivery; see {@link BlockReader#poll}. */
  Optional<Delivery> poll(long timeoutNanos) throws DirectIOException {
    long nanos = timeoutNanos;
    lock.lock();
    try {
      while (true) {
        throwFailure();
        Delivery delivery = queue.pollFirst();
        if (delivery != null) {
          handedOut.add(delivery);
          return Optional.of(delivery);
        }
        if (woken || nanos <= 0) {
          woken = false;
          return Optional.empty();
        }
        nanos = changed.awaitNanos(nanos);
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

  /** From now on there is nothing but this failure; the first one counts. */
  void fail(Throwable cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = cause;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean hasFailed() {
    lock.lock();
    try {
      return failure != null;
    } finally {
      lock.unlock();
    }
  }

  void wakeUp() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a delivery was given back; says whether it was out. */
  boolean takeBack(Delivery delivery) {
    lock.lock();
    try {
      return handedOut.remove(delivery);
    } finally {
      lock.unlock();
    }
  }

  /** Drops what was not polled of a task. */
  void drop(ReadTask task, Consumer<Delivery> dropped) {
    lock.lock();
    try {
      Iterator<Delivery> all = queue.iterator();
      while (all.hasNext()) {
        Delivery delivery = all.next();
        if (delivery.task() == task) {
          all.remove();
          dropped.accept(delivery);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what was not polled; what was can still be given back. */
  void close(Consumer<Delivery> dropped) {
    lock.lock();
    try {
      closed = true;
      queue.forEach(dropped);
      queue.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

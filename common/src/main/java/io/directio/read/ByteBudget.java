// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The memory that all reads of a JVM may hold together, in bytes. Whoever reads opens an {@link
 * Account} and reserves memory before it fetches.
 *
 * <p>An account that holds nothing is always granted its next reservation, whatever its size and
 * whoever holds the rest. So a block that is larger than the whole budget is read, alone; and a
 * reader never waits for ever on another one that its user has stopped to drain. The budget can be
 * exceeded that way, by at most one block for each open account.
 *
 * <p>Apart from that, accounts are served in the order in which they began to wait.
 *
 * <p><b>Threading:</b> safe for use by many threads. Nothing here blocks: an account that was
 * refused is told by its callback, on the given executor, when to try again.
 */
final class ByteBudget {

  private final long capacity;
  private final Executor callbacks;
  private final Deque<Account> waiting = new ArrayDeque<>();
  private final LongSupplier nanoTime;
  private long reserved;
  private long waitingSince;
  private long waitedNanos;

  /**
   * @param capacity in bytes, at least 1
   * @param callbacks runs the callbacks of accounts; must not run them on the calling thread
   * @param nanoTime a clock that only moves forward
   */
  ByteBudget(long capacity, Executor callbacks, LongSupplier nanoTime) {
    if (capacity < 1) {
      throw new IllegalArgumentException("A budget of " + capacity + " bytes");
    }
    this.capacity = capacity;
    this.callbacks = callbacks;
    this.nanoTime = nanoTime;
  }

  /** The size of the budget in bytes. */
  long capacity() {
    return capacity;
  }

  /** What all accounts hold now, in bytes. */
  synchronized long reserved() {
    return reserved;
  }

  /** How long there was an account that waited, in nanoseconds. */
  synchronized long waitedNanos() {
    return waitedNanos + (waiting.isEmpty() ? 0 : nanoTime.getAsLong() - waitingSince);
  }

  /**
   * Opens an account.
   *
   * @param tryAgain called after a refusal, when another attempt may succeed
   */
  Account open(Runnable tryAgain) {
    return new Account(tryAgain);
  }

  /** Tells the accounts that can be served now. Called with the lock held. */
  private void serve() {
    Account head = waiting.peekFirst();
    if (head != null && (head.held == 0 || fits(head.wanted))) {
      callbacks.execute(head.tryAgain);
    }
  }

  private boolean fits(long bytes) {
    return bytes <= capacity - reserved;
  }

  /** What one reader holds of the budget. */
  final class Account {

    private final Runnable tryAgain;
    private long held;
    private long wanted;
    private boolean isWaiting;

    private Account(Runnable tryAgain) {
      this.tryAgain = tryAgain;
    }

    /**
     * Reserves memory, if there is room and nobody else's turn.
     *
     * @return whether it was granted; if not, the account waits for its turn until it is granted
     *     something or {@linkplain #stopWaiting() stops}
     */
    boolean tryReserve(long bytes) {
      synchronized (ByteBudget.this) {
        boolean myTurn = waiting.isEmpty() || waiting.peekFirst() == this;
        if (held > 0 && !(myTurn && fits(bytes))) {
          wanted = bytes;
          if (!isWaiting) {
            isWaiting = true;
            if (waiting.isEmpty()) {
              waitingSince = nanoTime.getAsLong();
            }
            waiting.addLast(this);
          }
          return false;
        }
        held += bytes;
        reserved += bytes;
        leaveQueue();
        return true;
      }
    }

    /** Gives up waiting, so that others get their turn. */
    void stopWaiting() {
      synchronized (ByteBudget.this) {
        leaveQueue();
      }
    }

    /** Gives memory back. */
    void release(long bytes) {
      synchronized (ByteBudget.this) {
        if (bytes > held) {
          throw new IllegalStateException(bytes + " bytes given back of " + held);
        }
        held -= bytes;
        reserved -= bytes;
        if (held == 0 && isWaiting && waiting.peekFirst() != this) {
          callbacks.execute(tryAgain);
        }
        serve();
      }
    }

    /** What the account holds now, in bytes. */
    long held() {
      synchronized (ByteBudget.this) {
        return held;
      }
    }

    private void leaveQueue() {
      if (isWaiting) {
        isWaiting = false;
        waiting.remove(this);
        if (waiting.isEmpty()) {
          waitedNanos += nanoTime.getAsLong() - waitingSince;
        }
      }
      serve();
    }
  }
}

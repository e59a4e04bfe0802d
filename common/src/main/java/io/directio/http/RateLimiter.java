// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Lets through so much a second, of requests or of bytes, to those who stand in line for it: first
 * come, first served. In any time it lets through at most what the rate gives for that time and for
 * a {@linkplain #CREDIT moment} more, and the last one's amount.
 *
 * <p><b>Threading:</b> shared by all threads. Who waits looks up now and then, so that it is gone
 * soon after it has been abandoned, and at once when it is interrupted; what it would have used is
 * the next one's then.
 */
public final class RateLimiter {

  /** What was not used for so long can still be used: so nothing is lost by waking up late. */
  static final Duration CREDIT = Duration.ofMillis(100);

  /** How long it can take until somebody who waits notices that it is not wanted any more. */
  static final Duration SLICE = Duration.ofMillis(100);

  private static final double SECOND = 1e9;
  private static final long SHORTEST_SLEEP = 1_000_000;
  private static final int PORTIONS_A_SECOND = 20;
  private static final int SMALLEST_PORTION = 1 << 10;
  private static final int LARGEST_PORTION = 256 << 10;

  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private final Deque<Turn> line = new ArrayDeque<>();
  private volatile double perSecond;
  private long due;
  private long waitingSince;
  private long waitedNanos;

  /** Somebody in line, and how much it wants. */
  private static final class Turn {
    private final long amount;

    Turn(long amount) {
      this.amount = amount;
    }
  }

  RateLimiter(double perSecond, LongSupplier nanoTime, Sleeper sleeper) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.due = nanoTime.getAsLong();
  }

  /**
   * A limiter that really waits.
   *
   * @param perSecond requests or bytes a second; infinite for no limit
   */
  static RateLimiter of(double perSecond) {
    return new RateLimiter(perSecond, System::nanoTime, Sleeper.system());
  }

  /** A limiter that lets everything through. */
  public static RateLimiter unlimited() {
    return of(Double.POSITIVE_INFINITY);
  }

  /** Changes the rate, also for those who wait. */
  void rate(double newPerSecond) {
    this.perSecond = newPerSecond;
  }

  /** How much is let through a second; infinite if there is no limit. */
  double rate() {
    return perSecond;
  }

  /**
   * Waits until an amount may pass.
   *
   * @param abandoned whether nobody wants it any more
   * @return whether it may; false, if it was abandoned
   */
  boolean acquire(long amount, BooleanSupplier abandoned) throws InterruptedException {
    if (isUnlimited()) {
      return true;
    }
    Turn turn = join(amount);
    try {
      for (long wait = pass(turn); wait > 0; wait = pass(turn)) {
        if (abandoned.getAsBoolean()) {
          return false;
        }
        long sleep = Math.min(SLICE.toNanos(), Math.max(SHORTEST_SLEEP, wait));
        sleeper.sleep(Duration.ofNanos(sleep));
      }
      return true;
    } finally {
      leave(turn);
    }
  }

  /** Counts an amount that does not wait for its turn; those who do wait the longer for it. */
  synchronized void charge(long amount) {
    if (isUnlimited()) {
      return;
    }
    long earliest = nanoTime.getAsLong() - CREDIT.toNanos();
    due = (due - earliest > 0 ? due : earliest) + nanosFor(amount);
  }

  /** Whether somebody has to wait at this moment. */
  boolean isCrowded() {
    return waiting() > 0;
  }

  /** How many wait at this moment. */
  synchronized int waiting() {
    return line.size();
  }

  /** How much to take at once, so that what is let through comes evenly. */
  int portion() {
    double even = perSecond / PORTIONS_A_SECOND;
    if (isUnlimited()) {
      return Integer.MAX_VALUE;
    }
    return (int) Math.min(LARGEST_PORTION, Math.max(SMALLEST_PORTION, even));
  }

  /** How long, so far, there was somebody who had to wait, in nanoseconds. */
  public synchronized long waitedNanos() {
    return waitedNanos + (line.isEmpty() ? 0 : nanoTime.getAsLong() - waitingSince);
  }

  private synchronized Turn join(long amount) {
    if (line.isEmpty()) {
      waitingSince = nanoTime.getAsLong();
    }
    Turn turn = new Turn(amount);
    line.addLast(turn);
    return turn;
  }

  private synchronized void leave(Turn turn) {
    if (line.remove(turn) && line.isEmpty()) {
      waitedNanos += nanoTime.getAsLong() - waitingSince;
    }
  }

  /** 0 if it is the turn of this one, which is paid by that; or else how long that will take. */
  private synchronized long pass(Turn turn) {
    long now = nanoTime.getAsLong();
    long wait = Math.max(0, due - now);
    long before = amountBefore(turn);
    if (before == 0 && wait == 0) {
      charge(turn.amount);
      leave(turn);
      return 0;
    }
    return Math.max(1, wait + nanosFor(before));
  }

  private long amountBefore(Turn turn) {
    long amount = 0;
    Iterator<Turn> turns = line.iterator();
    for (Turn next = turns.next(); next != turn; next = turns.next()) {
      amount += next.amount;
    }
    return amount;
  }

  private boolean isUnlimited() {
    return Double.isInfinite(perSecond);
  }

  private long nanosFor(long amount) {
    return (long) (amount * SECOND / perSecond);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps retries a small part of the load: each request earns a fraction of a retry, and a few a
 * second are always allowed. While a service is down, many workers then ask it no more often in sum
 * than the floor says, however many they are.
 *
 * <p>A retry that is beyond the budget is put off rather than dropped, so that a short outage
 * doesn't fail the files that happened to be read; only when it would have to wait for too long is
 * it refused.
 *
 * <p><b>Threading:</b> shared by all threads; every method is safe.
 */
public final class RetryBudget {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final double NANOS = 1e9;

  private final double ratio;
  private final double floorPerSecond;
  private final double capacity;
  private final LongSupplier nanoClock;
  private double tokens;
  private long refilledAt;

  /** A fifth of the requests, and ten a second in any case. */
  public RetryBudget() {
    this(0.2, 10, System::nanoTime);
  }

  /**
   * @param ratio retries that each request earns
   * @param floorPerSecond retries a second that are allowed without any request; more than 0
   * @param nanoClock a clock that only moves forward, in nanoseconds
   */
  public RetryBudget(double ratio, double floorPerSecond, LongSupplier nanoClock) {
    if (!(ratio >= 0) || !(floorPerSecond > 0)) {
      throw new IllegalArgumentException(
          "Not a retry budget: ratio " + ratio + ", floor " + floorPerSecond + " a second");
    }
    this.ratio = ratio;
    this.floorPerSecond = floorPerSecond;
    this.capacity = Math.max(1, floorPerSecond * 10);
    this.nanoClock = nanoClock;
    this.tokens = capacity;
    this.refilledAt = nanoClock.getAsLong();
  }

  /** Counts a first attempt. */
  public synchronized void request() {
    tokens = Math.min(capacity, tokens + ratio);
  }

  /**
   * Takes the right to one retry.
   *
   * @return how long to wait before it may be used, mostly nothing; empty if the budget is so far
   *     overdrawn that the retry should be given up
   */
  public synchronized Optional<Duration> reserve() {
    long now = nanoClock.getAsLong();
    tokens = Math.min(capacity, tokens + (now - refilledAt) / NANOS * floorPerSecond);
    refilledAt = now;
    double missing = Math.max(0, 1 - tokens);
    Duration wait = Duration.ofNanos((long) (missing / floorPerSecond * NANOS));
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      return Optional.empty();
    }
    tokens -= 1;
    return Optional.of(wait);
  }
}

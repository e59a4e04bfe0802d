// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * How often to try, and how long to wait in between: exponential backoff with full jitter, so that
 * clients that failed together don't come back together.
 *
 * @param attempts attempts in all, the first included; default 5
 * @param base the longest wait after the first failure; doubles with every further one; default 200
 *     ms
 * @param cap the longest wait of all; default 10 s
 */
public record RetryPolicy(int attempts, Duration base, Duration cap) implements Serializable {

  /** Five attempts, 200 ms doubling to 10 s. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(10));

  /** One attempt, no more. */
  public static final RetryPolicy NEVER =
      new RetryPolicy(1, Duration.ofMillis(200), Duration.ofSeconds(10));

  public RetryPolicy {
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(cap, "cap");
    if (attempts < 1 || base.isNegative() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "Not a retry policy: " + attempts + " attempts, waits from " + base + " to " + cap);
    }
  }

  /** Whether another attempt may follow after this many have failed. */
  public boolean allows(int failures) {
    return failures < attempts;
  }

  /**
   * How long to wait before the next attempt: anything between nothing and the backoff.
   *
   * @param failures attempts that have failed so far, at least 1
   * @param random where the jitter comes from
   */
  public Duration pause(int failures, RandomGenerator random) {
    long ceiling = ceiling(failures).toNanos();
    return ceiling == 0 ? Duration.ZERO : Duration.ofNanos(random.nextLong(ceiling + 1));
  }

  private Duration ceiling(int failures) {
    Duration ceiling = base;
    for (int i = 1; i < failures && ceiling.compareTo(cap) < 0; i++) {
      ceiling = ceiling.multipliedBy(2);
    }
    return ceiling.compareTo(cap) < 0 ? ceiling : cap;
  }
}

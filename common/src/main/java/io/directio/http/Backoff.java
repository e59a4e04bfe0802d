// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Waits between the attempts of one piece of work: as long as the policy says, or the server, or
 * the shared budget, whichever is longest.
 *
 * <p><b>Threading:</b> shared by all threads, as far as what it was made of is.
 */
public final class Backoff {

  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  /** Really waits, with real randomness. */
  public Backoff(RetryPolicy policy, RetryBudget budget) {
    this(policy, budget, Sleeper.system(), () -> ThreadLocalRandom.current().nextLong());
  }

  /**
   * @param random where the jitter comes from; used by all threads
   */
  public Backoff(RetryPolicy policy, RetryBudget budget, Sleeper sleeper, RandomGenerator random) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.budget = Objects.requireNonNull(budget, "budget");
    this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
    this.random = Objects.requireNonNull(random, "random");
  }

  /** Counts the first attempt of a piece of work, which earns a part of a retry. */
  public void firstAttempt() {
    budget.request();
  }

  /**
   * Waits for the next attempt.
   *
   * @param failures attempts that have failed so far, at least 1
   * @param retryAfter how long the server asked to wait, if it did
   * @param waiting is told how long it will be, before the wait begins
   * @return whether to try again; false, at once, if the attempts or the budget are used up
   */
  public boolean await(int failures, Optional<Duration> retryAfter, Consumer<Duration> waiting)
      throws InterruptedException {
    if (!policy.allows(failures)) {
      return false;
    }
    Optional<Duration> reserved = budget.reserve();
    if (reserved.isEmpty()) {
      return false;
    }
    Duration pause = longest(reserved.get(), policy.pause(failures, random));
    Duration wait = longest(pause, retryAfter.orElse(Duration.ZERO));
    waiting.accept(wait);
    sleeper.sleep(wait);
    return true;
  }

  private static Duration longest(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often and how late something is tried again. */
class RetryTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final long SECOND = 1_000_000_000L;

  @Test
  void doublesTheLongestPauseUpToTheCap() {
    RetryPolicy policy = new RetryPolicy(9, Duration.ofMillis(100), Duration.ofMillis(500));
    Random random = new Random(1);
    List<Long> longest = new ArrayList<>();
    for (int failures = 1; failures <= 5; failures++) {
      long found = 0;
      for (int i = 0; i < 2000; i++) {
        found = Math.max(found, policy.pause(failures, random).toMillis());
      }
      longest.add(found);
    }
    assertThat(longest.get(0)).isBetween(95L, 100L);
    assertThat(longest.get(1)).isBetween(190L, 200L);
    assertThat(longest.get(2)).isBetween(380L, 400L);
    assertThat(longest.get(3)).isBetween(475L, 500L);
    assertThat(longest.get(4)).isBetween(475L, 500L);
  }

  @Test
  void spreadsPausesOverTheWholeRange() {
    Random random = new Random(2);
    long sum = 0;
    for (int i = 0; i < 2000; i++) {
      sum += RetryPolicy.DEFAULT.pause(1, random).toMillis();
    }
    assertThat(sum / 2000).isBetween(90L, 110L);
  }

  @Test
  void allowsSoManyAttemptsInAll() {
    assertThat(RetryPolicy.DEFAULT.allows(4)).isTrue();
    assertThat(RetryPolicy.DEFAULT.allows(5)).isFalse();
    assertThat(RetryPolicy.NEVER.allows(1)).isFalse();
  }

  @Test
  void doesNotOverflowAfterManyFailures() {
    RetryPolicy policy = new RetryPolicy(1000, Duration.ofSeconds(1), Duration.ofDays(300));
    assertThat(policy.pause(999, new Random(3))).isLessThanOrEqualTo(Duration.ofDays(300));
    assertThat(new RetryPolicy(2, Duration.ZERO, Duration.ofDays(1)).pause(900, new Random(3)))
        .isZero();
  }

  @Test
  void refusesPoliciesThatAreNone() {
    assertThatThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "7,7",
    " 7 ,7",
    "120,120",
    "121,120",
    "99999999999999999999,120",
    "'Sun, 22 Nov 2026 10:00:30 GMT',30",
    "'Sunday, 22-Nov-26 10:00:30 GMT',30",
    "'Sun Nov 22 10:00:30 2026',30",
    "'Sun Nov  2 10:00:30 2036',120",
    "'Sunday, 06-Nov-94 08:49:37 GMT',0",
    "'Sunday, 06-Nov-70 08:49:37 GMT',120",
    "'Sun, 22 Nov 2026 09:00:00 GMT',0",
    "'Sun, 22 Nov 2099 10:00:00 GMT',120",
  })
  void obeysRetryAfterInSecondsOrAsADate(String value, long seconds) {
    assertThat(RetryAfter.parse(value, NOW)).hasValue(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "5s", "Sun, 99 Nov 2026 10:00:30 GMT"})
  void ignoresARetryAfterThatIsNeither(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isEmpty();
  }

  @Test
  void letsRetriesBeAPartOfTheRequestsAndAFloor() {
    AtomicLong clock = new AtomicLong(17);
    RetryBudget budget = new RetryBudget(0.5, 1, clock::get);
    spend(budget, 10);
    assertThat(budget.reserve()).hasValue(Duration.ofSeconds(1));

    for (int i = 0; i < 8; i++) {
      budget.request();
    }
    assertThat(budget.reserve()).as("four are earned, one was owed").hasValue(Duration.ZERO);
    assertThat(budget.reserve()).hasValue(Duration.ZERO);
    assertThat(budget.reserve()).hasValue(Duration.ZERO);
    assertThat(budget.reserve()).hasValue(Duration.ofSeconds(1));

    clock.addAndGet(3 * SECOND);
    assertThat(budget.reserve()).hasValue(Duration.ZERO);
  }

  @Test
  void putsRetriesOffAndAtLastRefusesThem() {
    RetryBudget budget = new RetryBudget(0, 1, () -> 0);
    spend(budget, 10);
    for (int owed = 1; owed <= 30; owed++) {
      assertThat(budget.reserve()).hasValue(Duration.ofSeconds(owed));
    }
    assertThat(budget.reserve()).isEmpty();
    assertThat(budget.reserve()).as("a refusal costs nothing").isEmpty();
  }

  @Test
  void doesNotSaveUpMoreThanTenSecondsOfFloor() {
    AtomicLong clock = new AtomicLong();
    RetryBudget budget = new RetryBudget(1, 1, clock::get);
    clock.addAndGet(1000 * SECOND);
    for (int i = 0; i < 1000; i++) {
      budget.request();
    }
    spend(budget, 10);
    assertThat(budget.reserve()).hasValue(Duration.ofSeconds(1));
  }

  private static void spend(RetryBudget budget, int retries) {
    for (int i = 0; i < retries; i++) {
      assertThat(budget.reserve()).hasValue(Duration.ZERO);
    }
  }

  @Test
  void waitsAsLongAsTheLongestOfPolicyServerAndBudget() throws Exception {
    List<Duration> waits = new ArrayList<>();
    RandomGenerator highest = () -> Long.MAX_VALUE;
    RetryPolicy fixed = new RetryPolicy(3, Duration.ofSeconds(2), Duration.ofSeconds(2));
    RetryBudget budget = new RetryBudget(0, 0.1, () -> 0);
    Backoff backoff = new Backoff(fixed, budget, waits::add, highest);

    List<Duration> told = new ArrayList<>();
    assertThat(backoff.await(1, Optional.of(Duration.ofSeconds(5)), told::add)).isTrue();
    assertThat(backoff.await(1, Optional.empty(), told::add)).isTrue();
    assertThat(backoff.await(3, Optional.empty(), told::add)).as("attempts are used up").isFalse();
    assertThat(told).isEqualTo(waits);

    assertThat(waits.get(0)).isEqualTo(Duration.ofSeconds(5));
    assertThat(waits.get(1)).as("the budget was empty").isEqualTo(Duration.ofSeconds(10));
    assertThat(waits).hasSize(2);
  }
}

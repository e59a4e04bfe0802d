// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much is let through, to whom, and who stops to wait. */
@Timeout(20)
class RateLimiterTest {

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  /** Near the end of its range, as a clock may be. */
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5 * MILLI);

  private final Moves moves = new Moves();

  /** Moves the clock, and lets sleepers wait for moves after those that they have seen. */
  private final class Moves {
    private final ThreadLocal<Integer> seen = new ThreadLocal<>();
    private int count;

    synchronized long look() {
      seen.set(count);
      return clock.get();
    }

    synchronized void await() throws InterruptedException {
      while (seen.get() == count) {
        wait();
      }
    }

    synchronized void move(long nanos) {
      clock.addAndGet(nanos);
      count++;
      notifyAll();
    }
  }

  /** Whoever sleeps moves the clock. */
  private RateLimiter alone(double perSecond) {
    return new RateLimiter(perSecond, clock::get, pause -> clock.addAndGet(pause.toNanos()));
  }

  /** The test moves the clock; who sleeps looks again as soon as it did. */
  private RateLimiter watched(double perSecond) {
    return new RateLimiter(perSecond, moves::look, pause -> moves.await());
  }

  private long nanosFor(RateLimiter limiter, int times, long amount) throws InterruptedException {
    long begin = clock.get();
    for (int i = 0; i < times; i++) {
      assertThat(limiter.acquire(amount, () -> false)).isTrue();
    }
    return clock.get() - begin;
  }

  @Test
  void letsThroughSoManyASecond() throws Exception {
    assertThat(nanosFor(alone(10), 101, 1)).isEqualTo(10 * SECOND);
  }

  @Test
  void letsThroughFractionsToo() throws Exception {
    assertThat(nanosFor(alone(0.25), 3, 1)).isEqualTo(8 * SECOND);
  }

  @Test
  void letsTheFirstThroughWhateverItsSizeAndTheNextPaysForIt() throws Exception {
    RateLimiter limiter = alone(1000);

    assertThat(nanosFor(limiter, 1, 5000)).isZero();
    assertThat(nanosFor(limiter, 1, 1)).isEqualTo(5 * SECOND);
  }

  @Test
  void makesUpForShortBreaksOnly() throws Exception {
    RateLimiter limiter = alone(100);
    nanosFor(limiter, 1, 1);

    clock.addAndGet(60 * MILLI);
    assertThat(nanosFor(limiter, 6, 1)).as("what was not used for 60 ms").isZero();

    clock.addAndGet(3600 * SECOND);
    assertThat(nanosFor(limiter, 12, 1)).as("an hour is no credit").isEqualTo(10 * MILLI);
  }

  @Property(tries = 200)
  void neverLetsThroughMoreThanTheRateAndItsCredit(
      @ForAll @DoubleRange(min = 0.5, max = 5000) double rate,
      @ForAll @Size(min = 2, max = 60) List<@LongRange(min = 1, max = 500) Long> amounts,
      @ForAll @Size(60) List<@IntRange(max = 300) Integer> idleMillis)
      throws InterruptedException {
    RateLimiter limiter = alone(rate);
    List<Long> passedAt = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++) {
      clock.addAndGet(idleMillis.get(i) * MILLI);
      limiter.acquire(amounts.get(i), () -> false);
      passedAt.add(clock.get());
    }
    for (int first = 0; first < amounts.size(); first++) {
      long passed = 0;
      for (int last = first; last < amounts.size(); last++) {
        double seconds = (double) (passedAt.get(last) - passedAt.get(first)) / SECOND;
        // What passes last is paid for by those after it.
        assertThat((double) passed).isLessThanOrEqualTo(rate * (seconds + 0.1) + 1e-3);
        passed += amounts.get(last);
      }
    }
  }

  @Test
  void lateSleepersLoseNothing() throws Exception {
    RateLimiter limiter =
        new RateLimiter(
            1000, clock::get, pause -> clock.addAndGet(pause.toNanos() + 7 * MILLI + 3));

    assertThat(nanosFor(limiter, 1001, 1) / 1e9).isCloseTo(1.0, within(0.02));
  }

  @Test
  void servesThoseWhoWaitInTheirOrder() {
    RateLimiter limiter = watched(1);
    limiter.charge(1);
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 5; i++) {
      int number = i;
      waiting(limiter, () -> false).thenRun(() -> order.add(number));
      await().until(() -> limiter.waiting() == number + 1);
    }
    for (int i = 0; i < 5; i++) {
      int left = 4 - i;
      moves.move(SECOND);
      await().until(() -> limiter.waiting() == left && order.size() == 5 - left);
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void whatWasAbandonedIsTheNextOnes() {
    RateLimiter limiter = watched(1);
    limiter.charge(1);
    AtomicBoolean abandoned = new AtomicBoolean();
    CompletableFuture<Boolean> first = waiting(limiter, abandoned::get);
    await().until(() -> limiter.waiting() == 1);
    CompletableFuture<Boolean> second = waiting(limiter, () -> false);
    await().until(() -> limiter.waiting() == 2);

    abandoned.set(true);
    moves.move(0);

    assertThat(first).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(false);
    moves.move(SECOND);
    assertThat(second).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(true);
    assertThat(limiter.isCrowded()).isFalse();
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    RateLimiter limiter = RateLimiter.of(0.001);
    limiter.charge(1);
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                limiter.acquire(1, () -> false);
              } catch (InterruptedException e) {
                seen.complete(e);
              }
            });
    thread.start();
    await().until(limiter::isCrowded);

    thread.interrupt();

    assertThat(seen).succeedsWithin(5, TimeUnit.SECONDS);
    thread.join();
    assertThat(limiter.isCrowded()).isFalse();
  }

  @Test
  void aNewRateIsForThoseWhoWaitAlready() {
    RateLimiter limiter = watched(1);
    CompletableFuture<Boolean> first = waiting(limiter, () -> false);
    assertThat(first).succeedsWithin(5, TimeUnit.SECONDS);
    CompletableFuture<Boolean> second = waiting(limiter, () -> false);
    CompletableFuture<Boolean> third = second.thenCompose(done -> waiting(limiter, () -> false));
    await().until(limiter::isCrowded);

    limiter.rate(10);
    moves.move(SECOND);
    assertThat(second).succeedsWithin(5, TimeUnit.SECONDS);
    moves.move(100 * MILLI);

    assertThat(third).succeedsWithin(5, TimeUnit.SECONDS);
  }

  @Test
  void tellsHowLongSomebodyWaited() throws Exception {
    RateLimiter limiter = alone(10);
    assertThat(limiter.waitedNanos()).isZero();

    nanosFor(limiter, 11, 1);
    clock.addAndGet(SECOND);

    assertThat(limiter.waitedNanos()).isEqualTo(SECOND);
  }

  @Test
  void bytesComeInPortionsOfAMoment() {
    assertThat(RateLimiter.of(1 << 20).portion()).isEqualTo((1 << 20) / 20);
    assertThat(RateLimiter.of(10).portion()).isEqualTo(1024);
    assertThat(RateLimiter.of(1e12).portion()).isEqualTo(256 * 1024);
    assertThat(RateLimiter.unlimited().portion()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void withoutALimitNobodyWaits() throws Exception {
    RateLimiter limiter = RateLimiter.unlimited();
    limiter.charge(Long.MAX_VALUE);

    assertThat(limiter.acquire(Long.MAX_VALUE, () -> false)).isTrue();
    assertThat(limiter.waitedNanos()).isZero();
  }

  private static CompletableFuture<Boolean> waiting(
      RateLimiter limiter, java.util.function.BooleanSupplier abandoned) {
    CompletableFuture<Boolean> passed = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                passed.complete(limiter.acquire(1, abandoned));
              } catch (InterruptedException e) {
                passed.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return passed;
  }

  /** How many users share a limit, and what each of them brings. */
  @Test
  void usersOfOneLimitShareIt() {
    try (RateLimits one = RateLimits.open("https://a", 10, 1000, 1);
        RateLimits same = RateLimits.open("https://a", 10, 2000, 1);
        RateLimits other = RateLimits.open("https://b", 10, 1000, 1)) {
      assertThat(same.requests()).isSameAs(one.requests()).isNotSameAs(other.requests());
      assertThat(same.bytes()).isNotSameAs(one.bytes());
      assertThat(one.requests().rate()).isEqualTo(10);
      assertThat(same.bytes().rate()).isEqualTo(2000);
    }
  }

  @Test
  void usersAmongManyShareTheSumOfTheirParts() {
    RateLimits first = RateLimits.open("https://parts", 12, 0, 4);
    RateLimits second = RateLimits.open("https://parts", 12, 0, 4);
    RateLimiter limiter = first.requests();
    assertThat(limiter.rate()).isEqualTo(6);
    assertThat(first.bytes().rate()).isInfinite();

    RateLimits whole = RateLimits.open("https://parts", 12, 0, 1);
    assertThat(limiter.rate()).as("never more than the limit").isEqualTo(12);

    whole.close();
    whole.close();
    first.close();
    assertThat(limiter.rate()).isEqualTo(3);
    second.close();
    try (RateLimits anew = RateLimits.open("https://parts", 12, 0, 1)) {
      assertThat(anew.requests()).isNotSameAs(limiter);
    }
  }

  @Test
  void waitsInSlicesSoThatAbandonedOnesAreNoticed() throws Exception {
    List<Duration> sleeps = new ArrayList<>();
    RateLimiter limiter =
        new RateLimiter(
            1,
            clock::get,
            pause -> {
              sleeps.add(pause);
              clock.addAndGet(pause.toNanos());
            });
    nanosFor(limiter, 2, 1);

    assertThat(sleeps).hasSize(10).containsOnly(RateLimiter.SLICE);
  }
}

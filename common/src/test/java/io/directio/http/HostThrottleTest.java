// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How hard a host is pushed. */
@Timeout(20)
class HostThrottleTest {

  private static final Optional<Duration> UNSAID = Optional.empty();

  private final AtomicLong clock = new AtomicLong(-5);
  private final HostThrottle throttle = new HostThrottle(8, clock::get);

  private List<HostThrottle.Permit> take(String host, int count) {
    List<HostThrottle.Permit> permits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      permits.add(throttle.tryAcquire(host).orElseThrow());
    }
    return permits;
  }

  private void cut(String host) {
    try (HostThrottle.Permit permit = throttle.tryAcquire(host).orElseThrow()) {
      permit.throttled(UNSAID);
    }
  }

  @Test
  void letsSoManyThroughAtOnce() {
    List<HostThrottle.Permit> permits = take("a", 8);
    assertThat(throttle.tryAcquire("a")).isEmpty();

    permits.get(0).close();
    permits.get(0).close();
    assertThat(take("a", 1)).hasSize(1);
    assertThat(throttle.tryAcquire("a")).isEmpty();
  }

  @Test
  void leavesOtherHostsAlone() {
    take("a", 8);
    cut("b");

    assertThat(take("c", 8)).hasSize(8);
    assertThat(throttle.limit("b")).isEqualTo(4);
  }

  @Test
  void halvesTheLimitDownToOne() {
    for (int expected : new int[] {4, 2, 1, 1}) {
      cut("a");
      assertThat(throttle.limit("a")).isEqualTo(expected);
    }
    assertThat(take("a", 1)).hasSize(1);
    assertThat(throttle.tryAcquire("a")).isEmpty();
  }

  @Test
  void cutsOnceForAllRequestsThatWereUnderWay() {
    List<HostThrottle.Permit> permits = take("a", 8);
    permits.forEach(permit -> permit.throttled(UNSAID));

    assertThat(throttle.limit("a")).isEqualTo(4);
  }

  @Test
  void growsBackByOneWithEachRoundOfSuccesses() {
    cut("a");
    cut("a");
    List<Integer> limits = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      try (HostThrottle.Permit permit = throttle.tryAcquire("a").orElseThrow()) {
        permit.succeeded();
      }
      limits.add(throttle.limit("a"));
    }
    assertThat(limits.subList(0, 6)).containsExactly(2, 3, 3, 3, 4, 4);
    assertThat(limits.get(39)).isEqualTo(8);
    assertThat(throttle.remembered()).isZero();
  }

  @Test
  void pausesForAsLongAsTheHostAsksFor() {
    try (HostThrottle.Permit permit = throttle.tryAcquire("a").orElseThrow()) {
      permit.throttled(Optional.of(Duration.ofSeconds(3)));
    }
    clock.addAndGet(Duration.ofMillis(2999).toNanos());
    assertThat(throttle.tryAcquire("a")).isEmpty();
    clock.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(throttle.tryAcquire("a")).isPresent();
  }

  @Test
  void forgetsHostsOfWhichThereIsNothingToRemember() {
    for (int i = 0; i < 1000; i++) {
      take("host-" + i, 1).get(0).close();
    }
    assertThat(throttle.remembered()).isZero();
  }

  @Test
  void wakesUpWhoWaitsForAPermit() throws Exception {
    List<HostThrottle.Permit> permits = take("a", 8);
    AtomicInteger granted = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      for (int i = 0; i < 3; i++) {
        pool.submit(
            () -> {
              throttle.acquire("a");
              return granted.incrementAndGet();
            });
      }
      permits.subList(0, 2).forEach(HostThrottle.Permit::close);
      await().until(() -> granted.get() == 2);
      permits.get(2).close();
      await().until(() -> granted.get() == 3);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void wakesUpByItselfWhenAPauseIsOver() throws Exception {
    HostThrottle real = new HostThrottle(1);
    try (HostThrottle.Permit permit = real.acquire("a")) {
      permit.throttled(Optional.of(Duration.ofMillis(150)));
    }
    long before = System.nanoTime();
    real.acquire("a").close();
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isBetween(100L, 5000L);
  }

  @Test
  void canBeInterruptedWhileItWaits() throws Exception {
    take("a", 8);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Future<HostThrottle.Permit> waiting = pool.submit(() -> throttle.acquire("a"));
    pool.shutdownNow();

    assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void tellsHowLongSomethingWaited() {
    assertThat(throttle.waitedNanos()).isZero();
    throttle.waits(Duration.ofNanos(10));
    clock.addAndGet(5);
    assertThat(throttle.waitedNanos()).isEqualTo(5);

    throttle.waits(Duration.ofNanos(10)); // At the same time as the first, and longer.
    throttle.waits(Duration.ofNanos(3));
    clock.addAndGet(100);
    assertThat(throttle.waitedNanos()).isEqualTo(15);

    throttle.waits(Duration.ofNanos(1));
    clock.addAndGet(100);
    assertThat(throttle.waitedNanos()).isEqualTo(16);
  }
}

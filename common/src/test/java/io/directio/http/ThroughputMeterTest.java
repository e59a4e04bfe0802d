// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a body is too slow: 100 bytes a second, over ten seconds. */
class ThroughputMeterTest {

  private static final long SECOND = 1_000_000_000L;

  private final ThroughputMeter meter = new ThroughputMeter(100, 10 * SECOND);
  private long now = 5;

  private void read(double seconds, int bytes) {
    meter.readBegins(now);
    now += (long) (seconds * SECOND);
    meter.readEnds(now, bytes);
  }

  @Test
  void waitsForAWindowBeforeItJudges() {
    read(9.9, 0);
    assertThat(meter.isTooSlow(now)).isFalse();
    read(0.2, 1);
    assertThat(meter.isTooSlow(now)).isTrue();
  }

  @Test
  void judgesAReadThatIsStillGoingOn() {
    read(5, 10);
    meter.readBegins(now);
    assertThat(meter.isTooSlow(now + 4 * SECOND)).isFalse();
    assertThat(meter.isTooSlow(now + 5 * SECOND)).isTrue();
  }

  @Test
  void isContentWithTheLeastThatWasAsked() {
    for (int i = 0; i < 100; i++) {
      read(1, 100);
      assertThat(meter.isTooSlow(now)).isFalse();
    }
  }

  @Test
  void noticesThatAFastBodyBecameSlow() {
    read(1, 1_000_000_000);
    read(9, 0);
    for (int i = 0; i < 9; i++) {
      read(1, 1);
      assertThat(meter.isTooSlow(now)).isFalse();
    }
    read(1, 1);
    assertThat(meter.isTooSlow(now)).isTrue();
  }

  @Test
  void doesNotLetABurstCoverAReadThatNeverReturns() {
    read(1, 1_000_000_000);
    meter.readBegins(now);
    // 16 KiB and a bit, one TLS record, may take 166 s at this rate before a read returns.
    assertThat(meter.isTooSlow(now + 166 * SECOND)).isFalse();
    assertThat(meter.isTooSlow(now + 167 * SECOND)).isTrue();
  }

  @Test
  void doesNotCountTheTimeBetweenReads() {
    for (int i = 0; i < 100; i++) {
      read(0.01, 1);
      now += 60 * SECOND;
      assertThat(meter.isTooSlow(now)).isFalse();
    }
  }

  @Test
  void canBeSwitchedOff() {
    ThroughputMeter off = new ThroughputMeter(0, 10 * SECOND);
    off.readBegins(0);
    assertThat(off.isTooSlow(1000 * SECOND)).isFalse();
  }
}

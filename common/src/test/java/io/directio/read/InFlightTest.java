// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InFlightTest {

  private static final long MIB = 1L << 20;

  private double load;
  private long now;
  private final InFlight inFlight = new InFlight(() -> load, () -> now);

  /** Asks for one more as long as it is granted; blocks of 4 MiB. */
  private int fetches() {
    int fetches = 0;
    while (inFlight.isWorthOneMore(fetches, fetches * 4 * MIB)) {
      fetches++;
    }
    return fetches;
  }

  private void pass(int periods) {
    for (int i = 0; i < periods; i++) {
      now += Duration.ofMillis(250).toNanos();
      fetches();
    }
  }

  @Test
  void beginsWithLittle() {
    assertThat(fetches()).isEqualTo(16);
  }

  @Test
  void growsWhileTheProcessorsHaveTimeToSpareAndMoreIsWanted() {
    load = 0.3;
    pass(2);
    assertThat(fetches()).isEqualTo(24);
    pass(30);
    assertThat(fetches()).isEqualTo(128);
  }

  @Test
  void staysWhenNobodyWantsMore() {
    load = 0.3;
    for (int i = 0; i < 30; i++) {
      now += Duration.ofMillis(250).toNanos();
      assertThat(inFlight.isWorthOneMore(1, 4 * MIB)).isTrue();
    }
    assertThat(fetches()).isEqualTo(16);
  }

  @Test
  void shrinksAgainWhenTheProcessorsAreBusy() {
    load = 0.3;
    pass(30);
    load = 0.99;
    pass(30);
    assertThat(fetches()).isEqualTo(16);
    load = 0.95;
    pass(5);
    assertThat(fetches()).as("neither busy nor idle").isEqualTo(16);
  }

  @Test
  void staysWhereNobodyKnowsTheLoad() {
    load = -1;
    pass(30);
    assertThat(fetches()).isEqualTo(16);
  }

  @Test
  void fetchesAFewBlocksHoweverLargeTheyAre() {
    int fetches = 0;
    while (inFlight.isWorthOneMore(fetches, fetches * 1000 * MIB)) {
      fetches++;
    }
    assertThat(fetches).isEqualTo(8);
  }

  @Test
  void fetchesNoMoreThanALimitOfBytesLetsComeSoon() {
    InFlight slow = new InFlight(() -> load, () -> now, 2 * MIB, 0);
    int fetches = 0;
    while (slow.isWorthOneMore(fetches, fetches * 4 * MIB)) {
      fetches++;
    }
    assertThat(fetches).as("four seconds of 2 MiB").isEqualTo(2);
    assertThat(slow.isWorthOneMore(0, 0)).as("never nothing").isTrue();
    assertThat(slow.isWorthOneMore(1, 1000 * MIB)).isFalse();
    assertThat(slow.requestsAtOnce(32)).isEqualTo(32);
  }

  @Test
  void fetchesNoMoreThanALimitOfRequestsLetsBeginSoon() {
    InFlight slow = new InFlight(() -> load, () -> now, 0, 1.5);
    int fetches = 0;
    while (slow.isWorthOneMore(fetches, 0)) {
      fetches++;
    }
    assertThat(fetches).as("four seconds of 1.5 requests").isEqualTo(6);
    assertThat(slow.requestsAtOnce(32)).isEqualTo(6);
    assertThat(new InFlight(() -> load, () -> now, 0, 0.01).requestsAtOnce(32)).isEqualTo(1);
  }

  @Test
  void sharesAmongThoseWhoFetch() {
    for (int i = 0; i < 4; i++) {
      inFlight.join();
    }
    assertThat(fetches()).isEqualTo(4);
    for (int i = 0; i < 3; i++) {
      inFlight.leave();
    }
    assertThat(fetches()).isEqualTo(16);
    for (int i = 0; i < 99; i++) {
      inFlight.join();
    }
    assertThat(fetches()).as("never nothing").isEqualTo(1);
  }
}

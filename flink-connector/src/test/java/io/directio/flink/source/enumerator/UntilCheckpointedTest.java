// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UntilCheckpointedTest {

  private final UntilCheckpointed<String> known = new UntilCheckpointed<>();

  @Test
  void forgetsWhatALaterCheckpointCovers() {
    known.add("before 1");
    known.checkpointBegins(1);
    known.add("before 2");
    known.checkpointCompleted(1);
    assertThat(known.add("before 1")).isTrue();
    assertThat(known.add("before 2")).isFalse();
  }

  @Test
  void remembersAcrossCheckpointsThatAreNeverComplete() {
    known.add("a");
    for (int checkpoint = 1; checkpoint < 10; checkpoint++) {
      known.checkpointBegins(checkpoint);
    }
    assertThat(known.add("a")).isFalse();
    known.checkpointCompleted(9);
    assertThat(known.add("a")).isTrue();
  }

  @Test
  void givesEachThingOnce() {
    known.add("a1");
    known.add("b");
    known.add("a2");
    assertThat(known.take(thing -> thing.startsWith("a"))).containsExactly("a1", "a2");
    assertThat(known.take(thing -> thing.startsWith("a"))).isEmpty();
    assertThat(known.add("b")).isFalse();
  }
}

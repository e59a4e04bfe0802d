// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArrayPoolTest {

  private final ArrayPool pool = new ArrayPool(10_000_000);

  @Test
  void givesTheSameArrayAgain() {
    byte[] array = pool.take(1_000_000);
    pool.give(array);
    assertThat(pool.take(990_000)).isSameAs(array);
    assertThat(pool.take(990_000)).isNotSameAs(array);
  }

  @Test
  void keepsNoMoreThanItMayAndDropsWhatWasNotUsedForLong() {
    byte[] old = pool.take(3_000_000);
    byte[] recent = pool.take(4_000_000);
    byte[] newest = pool.take(5_000_000);
    pool.give(old);
    pool.give(recent);
    pool.give(newest);
    assertThat(pool.kept()).isLessThanOrEqualTo(10_000_000);
    assertThat(pool.take(3_000_000)).isNotSameAs(old);
    assertThat(pool.take(4_000_000)).isSameAs(recent);
    assertThat(pool.take(5_000_000)).isSameAs(newest);
  }

  @Test
  void leavesArraysAloneThatAreNotOfItsSizes() {
    pool.give(new byte[1_000_001]);
    pool.give(new byte[10]);
    assertThat(pool.kept()).isZero();
  }

  @Property
  void wastesAtMostAnEighth(@ForAll @IntRange(min = 1) int length) {
    int size = ArrayPool.sizeFor(length);
    assertThat(size).isGreaterThanOrEqualTo(Math.min(length, Integer.MAX_VALUE - 8));
    assertThat((long) size * 8).isLessThanOrEqualTo((long) length * 9 + 8);
    assertThat(ArrayPool.sizeFor(size)).isEqualTo(size);
  }
}

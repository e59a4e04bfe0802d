// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchTest {

  private static final int ITEMS = 1_000;

  private final Set<Integer> done = ConcurrentHashMap.newKeySet();

  @Test
  void doesEverything() throws Exception {
    try (Batch batch = new Batch("test", 3)) {
      batch.forEach(IntStream.range(0, ITEMS).boxed().toList(), done::add);
    }
    assertThat(done).hasSize(ITEMS);
  }

  /** Whoever waits would believe otherwise that everything was done. */
  @Test
  void throwsWhatAnItemHasThrown() {
    try (Batch batch = new Batch("test", 2)) {
      assertThatThrownBy(
              () ->
                  batch.forEach(
                      IntStream.range(0, ITEMS).boxed().toList(),
                      item -> {
                        if (item == 1) {
                          throw new OutOfMemoryError("planted");
                        }
                        done.add(item);
                      }))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("planted");
    }
    assertThat(done).doesNotContain(1);
  }
}

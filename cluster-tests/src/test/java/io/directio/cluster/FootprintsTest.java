// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class FootprintsTest {

  private static Footprints of(IntFunction<Footprint> at) {
    return of(at, 40);
  }

  private static Footprints of(IntFunction<Footprint> at, int samples) {
    Footprints footprints = new Footprints("process");
    for (int i = 0; i < samples; i++) {
      footprints.add(at.apply(i));
    }
    return footprints;
  }

  @Test
  void acceptsWhatWarmsUpAndWhatSwings() {
    of(i -> new Footprint((Math.min(i, 10) + i % 3) << 20, 50 + i % 7, 20 + i % 5, 60))
        .assertFlat();
  }

  @Test
  void saysNothingOfAJobThatWasTooShort() {
    assertThatThrownBy(() -> of(i -> new Footprint(1, 50, 20, 60), 25).assertFlat())
        .hasMessageContaining("footprints of process: with fewer");
  }

  @Test
  void findsWhatGrows() {
    assertThatThrownBy(() -> of(i -> new Footprint((long) i << 20, 50, 20, 60)).assertFlat())
        .hasMessageContaining("bytes of heap of process");
    assertThatThrownBy(() -> of(i -> new Footprint(1, 50 + 2 * i, 20, 60)).assertFlat())
        .hasMessageContaining("threads of process");
    assertThatThrownBy(() -> of(i -> new Footprint(1, 50, 20 + i, 60)).assertFlat())
        .hasMessageContaining("sockets of process");
    assertThatThrownBy(() -> of(i -> new Footprint(1, 50, 20, 60 + 2 * i)).assertFlat())
        .hasMessageContaining("open files of process");
  }
}

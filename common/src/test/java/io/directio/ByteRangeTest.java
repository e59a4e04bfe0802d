// SPDX-License-Identifier: Apache-2.0
package io.directio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteRangeTest {

  @Test
  void isCutAtTheEndOfTheFile() throws RangeNotSatisfiableException {
    assertThat(ByteRange.from(3).within(1, 10)).isEqualTo(ByteRange.of(3, 9));
    assertThat(ByteRange.of(3, 9).within(1, 10)).isEqualTo(ByteRange.of(3, 9));
    assertThat(ByteRange.of(3, 4).within(1, 10)).isEqualTo(ByteRange.of(3, 4));
  }

  @Test
  void saysThatItLiesPastTheEnd() {
    assertThatThrownBy(() -> ByteRange.of(10, 12).within(1, 10))
        .isInstanceOf(RangeNotSatisfiableException.class)
        .hasMessage("File 1 has 10 bytes, so the range 10-12 lies past its end");
  }

  @Test
  void refusesARangeThatEndsBeforeItStarts() {
    assertThatThrownBy(() -> ByteRange.of(5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The byte range 5-4 ends before it starts");
    assertThatThrownBy(() -> ByteRange.from(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printsAsHttpWritesIt() {
    assertThat(ByteRange.from(7)).hasToString("7-");
    assertThat(ByteRange.of(7, 8)).hasToString("7-8");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PublishedMarkTest {

  private static final PublishedMark MARK = new PublishedMark(0x1122, -2, 1000, 0xcafebabe);

  @Test
  void keepsItsFormat() {
    assertThat(HexFormat.of().formatHex(MARK.toBytes()))
        .isEqualTo("010000000000001122fffffffffffffffe00000000000003e8cafebabe6bb306a3");
    assertThat(PublishedMark.parse(MARK.toBytes())).contains(MARK);
  }

  @Test
  void isNotBelievedWhenItIsDamaged() {
    byte[] bytes = MARK.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 1;
      assertThat(PublishedMark.parse(damaged)).isEmpty();
      assertThat(PublishedMark.parse(Arrays.copyOf(bytes, i))).isEmpty();
    }
    assertThat(PublishedMark.parse(Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
  }
}

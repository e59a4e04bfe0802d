// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PublishedMarkTest {

  private static final PublishedMark MARK =
      new PublishedMark(
          0x1122, -2, 1000, 0xcafebabe, new Revision(9, Instant.ofEpochMilli(0x18bcfe56800L)));

  @Test
  void keepsItsFormat() {
    assertThat(HexFormat.of().formatHex(MARK.toBytes()))
        .startsWith(
            "020000000000001122fffffffffffffffe00000000000003e8cafebabe"
                + "0000000000000009"
                + "0000018bcfe56800")
        .hasSize(2 * PublishedMark.BYTES);
    assertThat(PublishedMark.parse(MARK.toBytes())).contains(MARK);
    PublishedMark bare = new PublishedMark(1, 2, 3, 4, Revision.UNKNOWN);
    assertThat(PublishedMark.parse(bare.toBytes())).contains(bare);
  }

  @Test
  void readsItsFirstFormat() {
    String first = "010000000000001122fffffffffffffffe00000000000003e8cafebabe6bb306a3";
    assertThat(PublishedMark.parse(HexFormat.of().parseHex(first)))
        .contains(new PublishedMark(0x1122, -2, 1000, 0xcafebabe, Revision.UNKNOWN));
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

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.zip.CRC32C;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class Crc32cTest {

  @Property
  void combinesWhatTheJdkComputesForTheWhole(
      @ForAll @Size(max = 5000) byte[] first, @ForAll @Size(max = 5000) byte[] second) {
    CRC32C whole = new CRC32C();
    whole.update(first);
    whole.update(second);

    int combined = Crc32c.combine(digest(first), digest(second), second.length);

    assertThat(combined).isEqualTo((int) whole.getValue());
  }

  @Property
  void groupingDoesNotMatter(
      @ForAll int a,
      @ForAll int b,
      @ForAll int c,
      @ForAll @LongRange(min = 0, max = 1L << 60) long lengthOfB,
      @ForAll @LongRange(min = 0, max = 1L << 60) long lengthOfC) {
    int leftFirst = Crc32c.combine(Crc32c.combine(a, b, lengthOfB), c, lengthOfC);
    int rightFirst =
        Crc32c.combine(a, Crc32c.combine(b, c, lengthOfC), Math.addExact(lengthOfB, lengthOfC));

    assertThat(leftFirst).isEqualTo(rightFirst);
  }

  @Example
  void knowsLengthsThatNoArrayHas() {
    long length = 1 << 20;
    int digest = digest(new byte[(int) length]);
    while (length < 4L << 30) {
      digest = Crc32c.combine(digest, digest, length);
      length *= 2;
    }

    assertThat(digest).isEqualTo(ofZeros(4L << 30));
  }

  @Example
  void nothingAppendedChangesNothing() {
    assertThat(Crc32c.combine(0xCAFEBABE, 0, 0)).isEqualTo(0xCAFEBABE);
  }

  @Example
  void refusesNegativeLengths() {
    assertThatThrownBy(() -> Crc32c.combine(1, 2, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static int digest(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static int ofZeros(long length) {
    CRC32C crc = new CRC32C();
    byte[] zeros = new byte[1 << 20];
    for (long at = 0; at < length; at += zeros.length) {
      crc.update(zeros);
    }
    return (int) crc.getValue();
  }
}

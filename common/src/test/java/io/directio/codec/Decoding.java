// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.BlockException;
import io.directio.BlockInfo;
import io.directio.BlockSplit;
import io.directio.FileRef;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Decodes one object as a block of a given length, and watches that nothing else is written to. */
final class Decoding {

  private static final int GUARD = 64;
  private static final byte UNTOUCHED = 0x5A;

  private Decoding() {}

  static BlockSplit split(int length) {
    return new BlockSplit(FileRef.ofId(7), 0, new BlockInfo(3, 100, length));
  }

  static byte[] decode(
      BlockDecoder decoder, BlockFormat format, FileKey key, byte[] object, int length)
      throws BlockException {
    byte[] destination = new byte[length + GUARD];
    Arrays.fill(destination, UNTOUCHED);
    try {
      int digest =
          decoder.decode(split(length), format, key, object.clone(), object.length, destination);
      CRC32C expected = new CRC32C();
      expected.update(destination, 0, length);
      assertThat(digest).isEqualTo((int) expected.getValue());
      return Arrays.copyOf(destination, length);
    } finally {
      for (int i = length; i < destination.length; i++) {
        assertThat(destination[i]).as("byte %d behind the block", i - length).isEqualTo(UNTOUCHED);
      }
    }
  }
}

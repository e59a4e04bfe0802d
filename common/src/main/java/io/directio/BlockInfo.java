// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.io.Serializable;

/**
 * Where one block lies in its file.
 *
 * @param number position of the block in the file, from 1
 * @param offset offset of the block's first byte in the file
 * @param length the block's length in bytes once it is decrypted and decompressed
 */
public record BlockInfo(int number, long offset, int length) implements Serializable {

  public BlockInfo {
    if (number < 1 || offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "Not a block: number " + number + ", offset " + offset + ", length " + length);
    }
  }

  /** Offset of the first byte after the block. */
  public long end() {
    return offset + length;
  }
}

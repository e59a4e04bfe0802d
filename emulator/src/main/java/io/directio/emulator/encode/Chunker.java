// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.encode;

import io.directio.emulator.BlockSize;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Cuts a file of some size into the lengths of its blocks. */
public final class Chunker {
  private static final long SEED = 0x5EED;

  private Chunker() {}

  /** The lengths in order; none for an empty file. */
  public static long[] cut(long size, BlockSize blockSize) {
    if (size == 0) {
      return new long[0];
    }
    return switch (blockSize.kind()) {
      case WHOLE -> new long[] {size};
      case FIXED -> fixed(size, blockSize.bytes());
      case VARIABLE -> variable(size, blockSize.bytes());
    };
  }

  private static long[] fixed(long size, int length) {
    long[] lengths = new long[Math.toIntExact((size + length - 1) / length)];
    Arrays.fill(lengths, length);
    lengths[lengths.length - 1] = size - (long) (lengths.length - 1) * length;
    return lengths;
  }

  private static long[] variable(long size, int average) {
    SplittableRandom random = new SplittableRandom(SEED);
    long[] lengths = new long[16];
    int count = 0;
    for (long left = size; left > 0; left -= lengths[count++]) {
      if (count == lengths.length) {
        lengths = Arrays.copyOf(lengths, 2 * count);
      }
      lengths[count] = Math.min(left, Math.max(1, average / 2 + random.nextInt(average + 1)));
    }
    return Arrays.copyOf(lengths, count);
  }
}

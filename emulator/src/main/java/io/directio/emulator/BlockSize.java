// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

/**
 * How files are cut into blocks.
 *
 * @param kind the way
 * @param bytes the fixed or the average size; 0 for whole objects
 */
public record BlockSize(Kind kind, int bytes) {
  /** The ways to cut a file. */
  public enum Kind {
    /** Every block but the last has the same size. */
    FIXED,
    /** Sizes vary between a half and one and a half of the average. */
    VARIABLE,
    /** A file is one block. */
    WHOLE
  }

  /** The portal's fixed mode: 4 MiB, and a short last block. */
  public static final BlockSize FOUR_MIB = fixed(4 * 1024 * 1024);

  /** The portal's default mode: around 512 KiB. */
  public static final BlockSize AROUND_512_KIB = variable(512 * 1024);

  /** Blocks of this many bytes, the last one shorter. */
  public static BlockSize fixed(int bytes) {
    return new BlockSize(Kind.FIXED, positive(bytes));
  }

  /**
   * Blocks whose sizes vary around an average. The sizes follow from a fixed pseudo-random row, so
   * equal files, and equal beginnings of files, are cut alike.
   */
  public static BlockSize variable(int average) {
    return new BlockSize(Kind.VARIABLE, positive(average));
  }

  /** One block per file, as in native (Fusion Direct) format. */
  public static BlockSize wholeObjects() {
    return new BlockSize(Kind.WHOLE, 0);
  }

  private static int positive(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a block has at least 1 byte, not " + bytes);
    }
    return bytes;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

/**
 * The CRC-32C of two pieces put together, from those of the pieces.
 *
 * <p>Bytes that follow a piece change its remainder linearly. So what one zero bit does to each bit
 * of the remainder is a matrix of bits, and what twice as many do is its square.
 */
final class CrcCombination {
  /** The Castagnoli polynomial, reflected. */
  private static final int POLYNOMIAL = 0x82F63B78;

  /** {@code BYTES[k]} tells what 2^k zero bytes do. */
  private static final int[][] BYTES = new int[Long.SIZE - 1][];

  static {
    int[] bit = new int[Integer.SIZE];
    bit[0] = POLYNOMIAL;
    for (int i = 1; i < bit.length; i++) {
      bit[i] = 1 << (i - 1);
    }
    int[] matrix = square(square(square(bit)));
    for (int k = 0; k < BYTES.length; k++) {
      BYTES[k] = matrix;
      matrix = square(matrix);
    }
  }

  private CrcCombination() {}

  static int combine(int first, int second, long secondLength) {
    int shifted = first;
    for (long left = secondLength; left != 0; left &= left - 1) {
      shifted = times(BYTES[Long.numberOfTrailingZeros(left)], shifted);
    }
    return shifted ^ second;
  }

  private static int[] square(int[] matrix) {
    int[] square = new int[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      square[i] = times(matrix, matrix[i]);
    }
    return square;
  }

  private static int times(int[] matrix, int vector) {
    int product = 0;
    for (int left = vector; left != 0; left &= left - 1) {
      product ^= matrix[Integer.numberOfTrailingZeros(left)];
    }
    return product;
  }
}

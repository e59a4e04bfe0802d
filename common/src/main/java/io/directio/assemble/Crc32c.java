// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

/**
 * Arithmetic on CRC-32C digests: the digest of a whole from the digests of its parts, without
 * reading a byte.
 *
 * <p>Appending n bytes to a message multiplies its remainder by x<sup>8n</sup> modulo the
 * polynomial. Polynomials over GF(2) are held in reflected form, as the checksum itself is: the
 * highest bit is the coefficient of x<sup>0</sup>.
 */
public final class Crc32c {

  /** The Castagnoli polynomial, reflected. */
  private static final int POLYNOMIAL = 0x82F63B78;

  private static final int ONE = 0x80000000;

  /** {@code POWERS[k]} is x to the power of 2^(k + 3): what 2^k more bytes multiply by. */
  private static final int[] POWERS = new int[Long.SIZE - 1];

  static {
    int power = ONE >>> 8; // x^8: one byte
    for (int k = 0; k < POWERS.length; k++) {
      POWERS[k] = power;
      power = multiply(power, power);
    }
  }

  private Crc32c() {}

  /**
   * The digest of two pieces put together.
   *
   * @param first CRC-32C of the first piece
   * @param second CRC-32C of the second piece
   * @param secondLength length of the second piece in bytes
   */
  public static int combine(int first, int second, long secondLength) {
    if (secondLength < 0) {
      throw new IllegalArgumentException("A piece can't have " + secondLength + " bytes");
    }
    int shifted = first;
    for (long left = secondLength; left != 0; left &= left - 1) {
      shifted = multiply(POWERS[Long.numberOfTrailingZeros(left)], shifted);
    }
    return shifted ^ second;
  }

  private static int multiply(int a, int b) {
    int product = 0;
    int shifted = b;
    for (int rest = a; rest != 0; rest <<= 1) {
      product ^= shifted & (rest >> 31);
      shifted = (shifted >>> 1) ^ (POLYNOMIAL & -(shifted & 1));
    }
    return product;
  }
}

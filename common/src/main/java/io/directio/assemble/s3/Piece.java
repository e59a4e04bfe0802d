// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

/**
 * Consecutive bytes of a file that lie in the bucket as an object of their own. It never changes:
 * its name tells where it belongs and what its digest is.
 *
 * @param offset offset of the first byte in the file
 * @param length number of bytes, at least 1
 * @param crc32c CRC-32C of the bytes
 */
record Piece(long offset, long length, int crc32c) {

  /** Offset of the first byte after the piece. */
  long end() {
    return offset + length;
  }
}

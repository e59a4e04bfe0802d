// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import java.util.List;

/**
 * Consecutive bytes of a {@link Pack}. They never change, so that a copy of an object is no more
 * than another list of the same extents.
 *
 * @param position where they begin in the pack
 * @param length how many
 * @param crc32c their CRC-32C
 */
record Extent(long position, long length, int crc32c) {

  /** CRC-32C of extents put together. */
  static int crc32c(List<Extent> extents) {
    int crc = 0;
    for (Extent extent : extents) {
      crc = CrcCombination.combine(crc, extent.crc32c, extent.length);
    }
    return crc;
  }

  static long length(List<Extent> extents) {
    return extents.stream().mapToLong(Extent::length).sum();
  }
}

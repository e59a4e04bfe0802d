// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.objects;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Consecutive bytes of a file that lie in a store as an object of their own. It never changes: its
 * name tells where it belongs and what its digest is.
 *
 * @param offset offset of the first byte in the file
 * @param length number of bytes, at least 1
 * @param crc32c CRC-32C of the bytes
 */
public record Piece(long offset, long length, int crc32c) {

  private static final Pattern NAME = Pattern.compile("(\\d{19})-(\\d{1,19})-([0-9a-f]{8})");

  /** Offset of the first byte after the piece. */
  public long end() {
    return offset + length;
  }

  /** Its name, {@code OFFSET-LENGTH-CRC32C}; leading zeros keep names in the order of the file. */
  public String name() {
    return String.format("%019d-%d-%08x", offset, length, crc32c);
  }

  /** The piece of a name; none if it is no name of one. */
  public static Optional<Piece> parse(String text) {
    Matcher name = NAME.matcher(text);
    if (!name.matches()) {
      return Optional.empty();
    }
    try {
      long offset = Long.parseLong(name.group(1));
      long length = Long.parseLong(name.group(2));
      int crc32c = Integer.parseUnsignedInt(name.group(3), 16);
      return length < 1 || offset > Long.MAX_VALUE - length
          ? Optional.empty()
          : Optional.of(new Piece(offset, length, crc32c));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

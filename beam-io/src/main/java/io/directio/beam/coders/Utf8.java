// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

/** Lengths of text in UTF-8, without encoding it. */
final class Utf8 {

  private Utf8() {}

  /** Number of bytes; an unpaired surrogate counts as the question mark that it becomes. */
  static long length(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      bytes += width(character);
    }
    return bytes;
  }

  private static int width(int character) {
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
      return 1;
    }
    return character < 0x10000 ? 3 : 4;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

/**
 * Names of files as they may stand in a message, a log or on a terminal: they come from strangers,
 * so that whatever would move the cursor, forge a line or turn the reading direction is escaped,
 * and what is very long is cut in the middle.
 */
public final class Printable {

  private static final int HEAD = 120;
  private static final int TAIL = 60;

  private Printable() {}

  /** The text, made printable. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(Math.min(text.length(), HEAD + TAIL) + 16);
    if (text.length() <= HEAD + TAIL) {
      escape(text, 0, text.length(), printable);
    } else {
      escape(text, 0, HEAD, printable);
      printable.append("[…]");
      escape(text, text.length() - TAIL, text.length(), printable);
    }
    return printable.toString();
  }

  /** Whether a character can deceive whoever reads it, and stays out of names as well. */
  static boolean isDeceptive(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.FORMAT -> isBidirectional(codePoint) || codePoint == 0xFEFF;
      default -> false;
    };
  }

  private static boolean isBidirectional(int codePoint) {
    return codePoint == 0x061C
        || codePoint == 0x200E
        || codePoint == 0x200F
        || (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  private static void escape(String text, int from, int to, StringBuilder printable) {
    int codePoint;
    for (int i = from; i < to; i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (isDeceptive(codePoint)) {
        printable.append(String.format("\\u%04X", codePoint));
      } else {
        printable.appendCodePoint(codePoint);
      }
    }
  }
}

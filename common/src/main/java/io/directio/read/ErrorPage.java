// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises a page that a storage, or something in front of it, sends instead of an object, and
 * names it. Of what the page says only the error code is repeated: S3's pages quote the signature.
 */
final class ErrorPage {

  /** How much of a body is looked at. */
  static final int HEAD = 2048;

  private static final Pattern CODE =
      Pattern.compile("<Code>\\s*([A-Za-z0-9._-]{1,64})\\s*</Code>");

  private ErrorPage() {}

  /** What the bytes are, if they begin like a page: "an HTML page", "an XML error (NoSuchKey)". */
  static Optional<String> recognise(byte[] bytes, int length) {
    if (!mayBePage(bytes, length)) {
      return Optional.empty();
    }
    String head =
        new String(bytes, 0, Math.min(length, HEAD), StandardCharsets.ISO_8859_1).stripLeading();
    if (head.startsWith("\u00ef\u00bb\u00bf")) {
      head = head.substring(3);
    }
    String lower = head.substring(0, Math.min(head.length(), 64)).toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return Optional.of("an HTML page");
    }
    if (lower.startsWith("<?xml") || lower.startsWith("<error")) {
      return Optional.of("an XML error" + code(head).map(code -> " (" + code + ")").orElse(""));
    }
    return Optional.empty();
  }

  /** Nearly all objects are told from a page by their first byte, without a copy. */
  private static boolean mayBePage(byte[] bytes, int length) {
    return length > 0
        && (bytes[0] == '<' || bytes[0] == (byte) 0xef || (bytes[0] > 0 && bytes[0] <= ' '));
  }

  /** The error code in a page of S3, Azure or Google. */
  static Optional<String> code(String page) {
    Matcher code = CODE.matcher(page);
    return code.find() ? Optional.of(code.group(1)) : Optional.empty();
  }
}

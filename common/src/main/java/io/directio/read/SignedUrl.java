// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Reads from a signed URL until when it is valid. The lifetime of the portal's URLs is not public,
 * but each cloud writes it into the URL:
 *
 * <ul>
 *   <li>AWS: {@code X-Amz-Date} plus {@code X-Amz-Expires} seconds
 *   <li>Google: {@code X-Goog-Date} plus {@code X-Goog-Expires} seconds
 *   <li>Azure: {@code se}, a date or a time in ISO 8601
 *   <li>older signatures of AWS and Google, and CloudFront: {@code Expires}, seconds since 1970
 * </ul>
 */
final class SignedUrl {

  private static final int COMPACT_LENGTH = "20261122T174621Z".length();

  private SignedUrl() {}

  /** When the URL expires, by the clock of the server that signed it; empty if it doesn't say. */
  static Optional<Instant> expiry(String url) {
    try {
      Optional<Instant> amazon = dateAndSeconds(url, "X-Amz-Date", "X-Amz-Expires");
      if (amazon.isPresent()) {
        return amazon;
      }
      Optional<Instant> google = dateAndSeconds(url, "X-Goog-Date", "X-Goog-Expires");
      if (google.isPresent()) {
        return google;
      }
      String azure = parameter(url, "se");
      if (azure != null && parameter(url, "sig") != null) {
        return Optional.of(isoTime(azure.replace("%3A", ":").replace("%3a", ":")));
      }
      String seconds = parameter(url, "Expires");
      return seconds == null
          ? Optional.empty()
          : Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)));
    } catch (DateTimeException | NumberFormatException | ArithmeticException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> dateAndSeconds(String url, String date, String seconds) {
    String from = parameter(url, date);
    String lifetime = parameter(url, seconds);
    if (from == null || lifetime == null) {
      return Optional.empty();
    }
    return Optional.of(compactTime(from).plusSeconds(Long.parseLong(lifetime)));
  }

  /**
   * A time such as {@code 20261122T174621Z}. By hand, as it is read for every block, and a
   * formatter would take a tenth of what a small block costs.
   */
  private static Instant compactTime(String text) {
    if (text.length() != COMPACT_LENGTH || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
      throw new DateTimeException("Not a compact time");
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 4, 6),
            number(text, 6, 8),
            number(text, 9, 11),
            number(text, 11, 13),
            number(text, 13, 15))
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  /** Azure allows a date, a time without seconds, and a time with them. */
  private static Instant isoTime(String text) {
    if (text.indexOf('T') < 0) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    String local = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
    return LocalDateTime.parse(local).toInstant(ZoneOffset.UTC);
  }

  /** The value of a query parameter as it stands in the URL, or null. */
  private static String parameter(String url, String name) {
    int from = url.indexOf('?');
    while (from >= 0) {
      int start = from + 1;
      int end = url.indexOf('&', start);
      int valueStart = start + name.length() + 1;
      if (url.startsWith(name, start)
          && valueStart <= url.length()
          && url.charAt(valueStart - 1) == '=') {
        return url.substring(valueStart, end < 0 ? url.length() : end);
      }
      from = end;
    }
    return null;
  }
}

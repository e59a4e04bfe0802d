// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/**
 * Reads times of events. Their form is not documented, so ISO-8601 is taken with and without a zone
 * (UTC then), and seconds or milliseconds since 1970.
 */
final class PortalTime {

  /** As seconds it would be the year 5138; as milliseconds it is 1973. */
  private static final long FEWEST_MILLIS = 100_000_000_000L;

  private PortalTime() {}

  /** The time of a text; null if there is none, or it is none. */
  static Instant parse(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String time = text.strip();
    try {
      if (time.chars().allMatch(c -> c >= '0' && c <= '9')) {
        long number = Long.parseLong(time);
        return number >= FEWEST_MILLIS
            ? Instant.ofEpochMilli(number)
            : Instant.ofEpochSecond(number);
      }
      TemporalAccessor parsed =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              time.replaceFirst(" ", "T"), OffsetDateTime::from, LocalDateTime::from);
      return parsed instanceof OffsetDateTime zoned
          ? zoned.toInstant()
          : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }
}

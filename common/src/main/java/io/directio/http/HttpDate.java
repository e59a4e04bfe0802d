// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the three forms of an HTTP date (RFC 9110, 5.6.7). The library's parser knows only the
 * first of them well: it has no time zone for the third and takes a year of 94 for 2094. The day of
 * the week is not looked at.
 */
final class HttpDate {

  private record Form(Pattern pattern, DateTimeFormatter formatter, boolean shortYear) {

    static Form of(String regex, String format) {
      return new Form(
          Pattern.compile(regex),
          DateTimeFormatter.ofPattern(format, Locale.ENGLISH),
          format.contains("-uu "));
    }
  }

  private static final int LONGEST = 64;

  private static final List<Form> FORMS =
      List.of(
          Form.of("[A-Za-z]{3}, (\\d\\d [A-Za-z]{3} \\d{4} [\\d:]{8}) GMT", "dd MMM uuuu HH:mm:ss"),
          Form.of("[A-Za-z]{6,9}, (\\d\\d-[A-Za-z]{3}-\\d\\d [\\d:]{8}) GMT", "dd-MMM-uu HH:mm:ss"),
          Form.of("[A-Za-z]{3} ([A-Za-z]{3} [\\d ]\\d [\\d:]{8} \\d{4})", "MMM d HH:mm:ss uuuu"));

  private HttpDate() {}

  /**
   * The time that a text names; empty if it is no HTTP date.
   *
   * @param now tells the century of a year of two digits: never more than 50 years ahead
   */
  static Optional<Instant> parse(String text, Instant now) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    for (Form form : FORMS) {
      Matcher matcher = form.pattern.matcher(text.strip());
      if (matcher.matches()) {
        return read(form, matcher.group(1).replace("  ", " "), now);
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> read(Form form, String text, Instant now) {
    try {
      LocalDateTime time = LocalDateTime.parse(text, form.formatter);
      LocalDateTime latest = LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(50);
      boolean lastCentury = form.shortYear && time.isAfter(latest);
      return Optional.of((lastCentury ? time.minusYears(100) : time).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

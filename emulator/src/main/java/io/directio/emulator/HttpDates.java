// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.wire.Headers;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The Date header. */
final class HttpDates {
  private HttpDates() {}

  /** Adds the present. */
  static Headers date(Headers headers) {
    return headers.add(
        "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
  }
}

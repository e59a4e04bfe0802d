// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What time the emulator believes it is: in its Date headers, in the URLs that it signs, and when
 * it judges whether they have expired.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
final class ServerClock {
  private volatile Duration skew = Duration.ZERO;

  Instant now() {
    return Instant.now().plus(skew);
  }

  boolean skewed() {
    return !skew.isZero();
  }

  void skew(Duration ahead) {
    this.skew = ahead;
  }

  /** Sets the Date header. */
  Headers date(Headers headers) {
    return headers.set(
        "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atOffset(ZoneOffset.UTC)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads the {@code Retry-After} header (RFC 9110, 10.2.3). */
public final class RetryAfter {

  /** The longest wait that is obeyed: a server's mistake must not stop us for a day. */
  public static final Duration LONGEST = Duration.ofMinutes(2);

  private RetryAfter() {}

  /**
   * The wait that an answer asks for, if it asks for one.
   *
   * @param answer the answer; a date is judged by its own {@code Date} header where it has one, so
   *     that a clock that is off on our side doesn't matter
   * @param now our own time, for answers without a {@code Date}
   */
  public static Optional<Duration> of(HttpAnswer answer, Instant now) {
    return answer
        .header("Retry-After")
        .flatMap(value -> parse(value, answer.serverTime().orElse(now)));
  }

  /**
   * Reads a value of the header.
   *
   * @param value seconds, or an HTTP date
   * @param now the time to which a date is relative
   * @return a wait between nothing and {@link #LONGEST}; empty if the value is neither
   */
  public static Optional<Duration> parse(String value, Instant now) {
    String text = value.strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(text.length() > 9 ? LONGEST : bounded(seconds(text)));
    }
    return HttpDate.parse(text, now).map(date -> bounded(Duration.between(now, date)));
  }

  private static Duration seconds(String digits) {
    return Duration.ofSeconds(Long.parseLong(digits));
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}

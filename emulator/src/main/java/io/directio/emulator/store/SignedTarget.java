// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.store;

import io.directio.emulator.wire.Headers;
import io.directio.emulator.wire.RequestHead;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a signed request target says.
 *
 * @param path encoded as received
 * @param label of {@code x-block}
 * @param at when its lifetime began
 */
public record SignedTarget(String path, String label, Instant at, Duration lifetime) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Reads a target; empty when it isn't signed for one of our blocks. */
  public static Optional<SignedTarget> parse(String target) {
    RequestHead head = new RequestHead("GET", target, new Headers());
    try {
      return Optional.of(
          new SignedTarget(
              head.path(),
              head.parameter("x-block").orElseThrow(),
              DATE.parse(head.parameter("X-Amz-Date").orElseThrow(), Instant::from),
              Duration.ofSeconds(Long.parseLong(head.parameter("X-Amz-Expires").orElseThrow()))));
    } catch (java.util.NoSuchElementException | NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** When its lifetime ends. */
  public Instant expiry() {
    return at.plus(lifetime);
  }
}

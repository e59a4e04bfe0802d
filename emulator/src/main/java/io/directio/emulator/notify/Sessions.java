// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The sessions of users who logged in; each lives for so long after its last use. */
final class Sessions {
  private static final String COOKIE = "JSESSIONID";

  private final Supplier<Instant> clock;
  private final Map<String, Instant> lastUsed = new ConcurrentHashMap<>();
  private volatile Duration lifetime = Duration.ofMinutes(30);

  Sessions(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /** Begins a session; gives its cookie as a header has it. */
  String begin() {
    String id = UUID.randomUUID().toString();
    lastUsed.put(id, clock.get());
    return COOKIE + "=" + id + "; Path=/; HttpOnly; Secure";
  }

  /** Whether the Cookie header names a session that is alive, which is used then. */
  boolean isAlive(Optional<String> cookies) {
    Optional<String> id = id(cookies);
    if (id.isEmpty()) {
      return false;
    }
    Instant now = clock.get();
    Instant used =
        lastUsed.computeIfPresent(
            id.get(), (key, last) -> last.plus(lifetime).isBefore(now) ? null : now);
    return used != null;
  }

  void end(Optional<String> cookies) {
    id(cookies).ifPresent(lastUsed::remove);
  }

  void endAll() {
    lastUsed.clear();
  }

  int alive() {
    return lastUsed.size();
  }

  void lifetime(Duration duration) {
    lifetime = duration;
  }

  private static Optional<String> id(Optional<String> cookies) {
    for (String cookie : cookies.orElse("").split(";")) {
      String text = cookie.strip();
      if (text.startsWith(COOKIE + "=")) {
        return Optional.of(text.substring(COOKIE.length() + 1));
      }
    }
    return Optional.empty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.util.HashMap;
import java.util.Map;

/**
 * How many requests, and how many bytes, may go to and come from a portal and its storage in a
 * second. All users of this JVM that state the same limit for the same portal share it.
 *
 * <p>A user can be one of many that are to keep a limit together, on several machines: then it
 * brings its part, and those of one JVM share the sum of their parts.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
public final class RateLimits implements AutoCloseable {

  private enum Unit {
    REQUESTS,
    BYTES
  }

  private record Key(String portal, Unit unit, double perSecond) {}

  private static final Map<Key, Shared> ALL = new HashMap<>();

  private final Shared requests;
  private final Shared bytes;
  private final int among;
  private boolean closed;

  private RateLimits(Shared requests, Shared bytes, int among) {
    this.requests = requests;
    this.bytes = bytes;
    this.among = among;
  }

  /**
   * Begins to use limits.
   *
   * @param portal the portal's address
   * @param requestsPerSecond requests a second; 0 for no limit
   * @param bytesPerSecond bytes a second; 0 for no limit
   * @param among how many users, in this JVM and in others, keep the limits together; 1 for one
   *     that may use all of them
   */
  public static RateLimits open(
      String portal, double requestsPerSecond, double bytesPerSecond, int among) {
    if (among < 1) {
      throw new IllegalArgumentException("Limits among " + among);
    }
    synchronized (ALL) {
      return new RateLimits(
          Shared.join(new Key(portal, Unit.REQUESTS, requestsPerSecond), among),
          Shared.join(new Key(portal, Unit.BYTES, bytesPerSecond), among),
          among);
    }
  }

  /** Limits requests. */
  public RateLimiter requests() {
    return requests.limiter;
  }

  /** Limits bytes. */
  public RateLimiter bytes() {
    return bytes.limiter;
  }

  /** How long, so far, there was somebody who waited, in nanoseconds; for both limits at once. */
  public long waitedNanos() {
    return requests().waitedNanos() + bytes().waitedNanos();
  }

  /** Ends the use: what it brought is the others' no more. */
  @Override
  public void close() {
    synchronized (ALL) {
      if (!closed) {
        closed = true;
        requests.leave(among);
        bytes.leave(among);
      }
    }
  }

  /** A limiter, and what its users bring. Guarded by the lock of all. */
  private static final class Shared {
    private final Key key;
    private final RateLimiter limiter = RateLimiter.unlimited();
    private final Map<Integer, Integer> users = new HashMap<>();

    Shared(Key key) {
      this.key = key;
    }

    static Shared join(Key key, int among) {
      Shared shared = ALL.computeIfAbsent(key, Shared::new);
      shared.users.merge(among, 1, Integer::sum);
      shared.adapt();
      return shared;
    }

    void leave(int among) {
      users.computeIfPresent(among, (parts, count) -> count == 1 ? null : count - 1);
      adapt();
      if (users.isEmpty()) {
        ALL.remove(key, this);
      }
    }

    private void adapt() {
      double parts = 0;
      for (Map.Entry<Integer, Integer> user : users.entrySet()) {
        parts += (double) user.getValue() / user.getKey();
      }
      if (key.perSecond > 0 && parts > 0) {
        limiter.rate(key.perSecond * Math.min(1, parts));
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.DirectIOException;
import io.directio.http.RateLimits;
import java.util.HashMap;
import java.util.Map;

/**
 * The engines that clients of this JVM share, one for each set of options, counted by their users.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
final class SharedEngines {

  private static final Map<ClientOptions, SharedEngines> ALL = new HashMap<>();

  private final ReadEngine engine;
  private int users;

  private SharedEngines(ReadEngine engine) {
    this.engine = engine;
  }

  /**
   * Opens a client.
   *
   * @param among how many clients keep the limits of the options together
   */
  static DirectIOClient open(ClientOptions options, int among) throws DirectIOException {
    RateLimits limits = ReadEngine.limits(options, among);
    boolean opened = false;
    try {
      SharedEngines used = join(options, limits);
      opened = true;
      return new DirectIOClient(
          used.engine,
          () -> {
            release(options, used);
            limits.close();
          });
    } finally {
      if (!opened) {
        limits.close();
      }
    }
  }

  private static SharedEngines join(ClientOptions options, RateLimits limits)
      throws DirectIOException {
    synchronized (ALL) {
      SharedEngines shared = ALL.get(options);
      if (shared == null) {
        shared = new SharedEngines(ReadEngine.open(options, limits));
        ALL.put(options, shared);
      }
      shared.users++;
      return shared;
    }
  }

  private static void release(ClientOptions options, SharedEngines shared) {
    synchronized (ALL) {
      if (--shared.users > 0) {
        return;
      }
      ALL.remove(options, shared);
    }
    shared.engine.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.DirectIOException;
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

  static DirectIOClient open(ClientOptions options) throws DirectIOException {
    synchronized (ALL) {
      SharedEngines shared = ALL.get(options);
      if (shared == null) {
        shared = new SharedEngines(ReadEngine.open(options));
        ALL.put(options, shared);
      }
      shared.users++;
      SharedEngines used = shared;
      return new DirectIOClient(shared.engine, () -> release(options, used));
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

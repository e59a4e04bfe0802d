// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.time.Duration;

/** Waits. A seam for tests, which don't. */
@FunctionalInterface
public interface Sleeper {

  /** Returns after {@code duration}. */
  void sleep(Duration duration) throws InterruptedException;

  /** Really waits. */
  static Sleeper system() {
    return duration -> Thread.sleep(duration.toMillis());
  }
}

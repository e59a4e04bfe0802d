// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.wire.ConnectionCut;
import java.time.Duration;

/** Makes a connection's thread wait; the end of its port ends the wait. */
public final class Pause {
  private Pause() {}

  /** Waits so long, at once back for zero. */
  public static void of(Duration time) throws ConnectionCut {
    if (time.isZero()) {
      return;
    }
    try {
      Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ConnectionCut.byClose();
    }
  }
}

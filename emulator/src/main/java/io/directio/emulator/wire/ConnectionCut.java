// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.IOException;

/** Thrown by a handler to end the connection here and now, on purpose. */
public final class ConnectionCut extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean reset;

  private ConnectionCut(boolean reset) {
    super(reset ? "reset on purpose" : "closed on purpose");
    this.reset = reset;
  }

  /** With a TCP RST. */
  public static ConnectionCut byReset() {
    return new ConnectionCut(true);
  }

  /** With an ordinary FIN, after what was written so far. */
  public static ConnectionCut byClose() {
    return new ConnectionCut(false);
  }

  boolean reset() {
    return reset;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.IOException;

/** Answers requests; called by many threads at once, one per connection. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers one request through {@link Exchange#send}.
   *
   * @throws ConnectionCut to end the connection on purpose
   * @throws IOException when the peer is gone; the connection is closed
   */
  void handle(Exchange exchange) throws IOException;
}

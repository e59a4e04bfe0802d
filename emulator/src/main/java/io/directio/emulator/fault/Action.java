// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.wire.Exchange;
import java.io.IOException;

/** What a request gets. */
@FunctionalInterface
interface Action {
  /** Answers, with the true answer bent or without it. */
  void serve(Exchange exchange, Origin origin) throws IOException;
}

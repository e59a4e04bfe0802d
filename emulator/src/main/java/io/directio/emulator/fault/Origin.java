// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.wire.Response;
import java.io.IOException;

/** Asks for the true answer to a request; at most once. */
@FunctionalInterface
public interface Origin {
  /** The true answer. */
  Response response() throws IOException;
}

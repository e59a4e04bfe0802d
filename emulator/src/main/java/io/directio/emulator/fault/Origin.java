// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.wire.Response;
import java.io.IOException;

/** Asks for the true answer to a request, once at most. */
public interface Origin {
  /** What was asked for. */
  Target target();

  /** The true answer. */
  Response response() throws IOException;

  /** The true answer to the request without its Range header. */
  default Response whole() throws IOException {
    return response();
  }
}

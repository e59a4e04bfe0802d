// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * How a response travels; the way to break the protocol on purpose.
 *
 * @param declaredLength sent as Content-Length instead of the truth
 * @param chunked whether to send it chunked although its length is known
 * @param tap wraps the stream of body bytes: may delay, count, or throw {@link ConnectionCut}
 * @param close whether to close the connection afterwards
 */
public record Delivery(
    OptionalLong declaredLength,
    boolean chunked,
    Function<OutputStream, OutputStream> tap,
    boolean close) {
  /** The honest way. */
  public static final Delivery HONEST =
      new Delivery(OptionalLong.empty(), false, Function.identity(), false);

  /** Honest headers, and a body that goes through {@code tap}. */
  public static Delivery through(Function<OutputStream, OutputStream> tap) {
    return new Delivery(OptionalLong.empty(), false, tap, false);
  }
}

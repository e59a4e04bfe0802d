// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.util.function.BooleanSupplier;

/**
 * How fast one body is read.
 *
 * @param limiter limits the bytes, of this body and of others
 * @param abandoned whether nobody wants the body any more, so that there is nothing to wait for
 */
record Pace(RateLimiter limiter, BooleanSupplier abandoned) {

  /** How many bytes to read at once. */
  int portion() {
    return limiter.portion();
  }

  /** Waits until bytes that were read may have been read; not at all if there were none. */
  void keep(int bytes) throws HttpException {
    if (bytes <= 0) {
      return;
    }
    try {
      limiter.acquire(bytes, abandoned);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpException(HttpException.Kind.CANCELLED, "Interrupted", e);
    }
  }
}

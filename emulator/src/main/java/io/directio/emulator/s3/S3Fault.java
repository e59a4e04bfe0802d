// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import io.directio.emulator.wire.RequestHead;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A fault of an {@link S3Server} that is switched on: some calls get an error document in place of
 * the true answer.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
public final class S3Fault {

  private final Predicate<RequestHead> requests;
  private final AtomicInteger left;
  private final AtomicInteger hits = new AtomicInteger();
  private final boolean afterwards;
  private final int status;
  private final String code;

  S3Fault(Predicate<RequestHead> requests, int times, boolean afterwards, int status, String code) {
    this.requests = requests;
    this.left = new AtomicInteger(times);
    this.afterwards = afterwards;
    this.status = status;
    this.code = code;
  }

  /** How many calls it has struck. */
  public int hits() {
    return hits.get();
  }

  boolean strikes(RequestHead head) {
    if (!requests.test(head) || left.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
      return false;
    }
    hits.incrementAndGet();
    return true;
  }

  /** Whether the call is done before the error is answered. */
  boolean afterwards() {
    return afterwards;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}

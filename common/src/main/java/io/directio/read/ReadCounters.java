// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.read.FetchFailure.Remedy;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a client does.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
final class ReadCounters {

  private final LongAdder listings = new LongAdder();
  private final LongAdder blocks = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder storedBytes = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder throttled = new LongAdder();
  private final LongAdder renewals = new LongAdder();
  private final LongAdder hedges = new LongAdder();

  void listed() {
    listings.increment();
  }

  void received(long length) {
    storedBytes.add(length);
  }

  void read(long length) {
    blocks.increment();
    bytes.add(length);
  }

  void repeated(Remedy remedy) {
    switch (remedy) {
      case WAIT -> throttled.increment();
      case RENEW, RENEW_ONCE -> renewals.increment();
      default -> {
        // Counted as what it is below.
      }
    }
    retries.increment();
  }

  void hedged() {
    hedges.increment();
  }

  ReadStatistics snapshot() {
    return new ReadStatistics(
        listings.sum(),
        blocks.sum(),
        bytes.sum(),
        storedBytes.sum(),
        retries.sum(),
        throttled.sum(),
        renewals.sum(),
        hedges.sum());
  }
}

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

  /** Adds up how long something takes. */
  private static final class Timer {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    void took(long time) {
      count.increment();
      nanos.add(time);
    }

    Timing timing() {
      return new Timing(count.sum(), nanos.sum());
    }
  }

  private final LongAdder listings = new LongAdder();
  private final LongAdder blocks = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder storedBytes = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder throttled = new LongAdder();
  private final LongAdder renewals = new LongAdder();
  private final LongAdder damaged = new LongAdder();
  private final LongAdder hedges = new LongAdder();
  private final Timer listing = new Timer();
  private final Timer get = new Timer();
  private final Timer decryption = new Timer();
  private final Timer decompression = new Timer();

  /** The portal is asked for a file. */
  void lists() {
    listings.increment();
  }

  /** The portal has answered. */
  void listed(long nanos) {
    listing.took(nanos);
  }

  /** An object has come from the storage. */
  void received(long length, long nanos) {
    storedBytes.add(length);
    get.took(nanos);
  }

  /** An object has been decoded; a time of 0 means that there was nothing of the kind to do. */
  void decoded(long decryptNanos, long decompressNanos) {
    if (decryptNanos > 0) {
      decryption.took(decryptNanos);
    }
    if (decompressNanos > 0) {
      decompression.took(decompressNanos);
    }
  }

  void read(long length) {
    blocks.increment();
    bytes.add(length);
  }

  void repeated(Remedy remedy) {
    switch (remedy) {
      case WAIT -> throttled.increment();
      case RENEW, RENEW_ONCE -> renewals.increment();
      case REFETCH -> damaged.increment();
      case RETRY, NONE -> {
        // What is left of the retries.
      }
    }
    retries.increment();
  }

  void hedged() {
    hedges.increment();
  }

  ReadStatistics snapshot(ByteBudget memory, long throttledNanos, long limitedNanos) {
    return new ReadStatistics(
        listings.sum(),
        blocks.sum(),
        bytes.sum(),
        storedBytes.sum(),
        retries.sum(),
        throttled.sum(),
        renewals.sum(),
        damaged.sum(),
        hedges.sum(),
        listing.timing(),
        get.timing(),
        decryption.timing(),
        decompression.timing(),
        memory.reserved(),
        memory.waitedNanos(),
        throttledNanos,
        limitedNanos);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

/**
 * Judges whether a body arrives fast enough. Only time that is spent waiting in a read counts, so a
 * consumer that is slow itself, because it is throttled downstream, is never mistaken for a slow
 * server.
 *
 * <p><b>Threading:</b> written by the thread that reads the body, read by the watchdog; every
 * method is safe. The lock is taken twice per read of many kilobytes.
 */
final class ThroughputMeter {

  private final long bytesPerSecond;
  private final long windowNanos;
  private boolean waiting;
  private long waitingSince;
  private long waited;
  private long bytes;

  ThroughputMeter(long bytesPerSecond, long windowNanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.windowNanos = windowNanos;
  }

  synchronized void readBegins(long now) {
    waiting = true;
    waitingSince = now;
  }

  /** Ends a read; a window that is over and was fast enough makes room for the next one. */
  synchronized void readEnds(long now, int count) {
    waiting = false;
    waited += now - waitingSince;
    bytes += Math.max(0, count);
    if (waited >= windowNanos && !isTooSlow(now)) {
      waited = 0;
      bytes = 0;
    }
  }

  synchronized boolean isTooSlow(long now) {
    long total = waiting ? waited + (now - waitingSince) : waited;
    return bytesPerSecond > 0
        && total >= windowNanos
        && bytes < bytesPerSecond * (windowNanos / 1e9);
  }
}

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

  /** A TLS record is handed out only when all of it has arrived. */
  private static final double LARGEST_RECORD = 16 * 1024 + 256;

  private static final double NANOS = 1e9;

  private final boolean off;
  private final long windowNanos;
  private final double bytesPerWindow;
  private final long longestRead;
  private boolean waiting;
  private long waitingSince;
  private long waited;
  private long bytes;

  ThroughputMeter(long bytesPerSecond, long windowNanos) {
    this.off = bytesPerSecond == 0;
    this.windowNanos = windowNanos;
    this.bytesPerWindow = bytesPerSecond * (windowNanos / NANOS);
    long record = off ? 0 : (long) (LARGEST_RECORD / bytesPerSecond * NANOS);
    this.longestRead = Math.max(windowNanos, record);
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
    if (waited >= windowNanos && bytes >= bytesPerWindow) {
      waited = 0;
      bytes = 0;
    }
  }

  /**
   * Whether the body is too slow by now. A window that began with many bytes says nothing about a
   * read that never returns, so such a read is judged by itself.
   */
  synchronized boolean isTooSlow(long now) {
    long reading = waiting ? now - waitingSince : 0;
    boolean slowWindow = waited + reading >= windowNanos && bytes < bytesPerWindow;
    return !off && (slowWindow || reading >= longestRead);
  }
}

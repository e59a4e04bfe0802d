// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How many bytes are worth having in flight. A distant or slow storage needs many to keep the
 * machine busy; a machine that is busy gets slower with more of them, as they push each other out
 * of its caches. So there are more of them only as long as the processors have time to spare. And
 * of what has to wait for its turn, because of a limit, a few seconds' worth is enough: more would
 * only hold memory meanwhile.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
final class InFlight {

  /** What is in flight at least: as much as keeps a machine busy that is close to its storage. */
  static final long LEAST = 64L << 20;

  /** What is in flight at most, if memory allows. */
  static final long MOST = 512L << 20;

  /** Fetches that run at once however large the blocks are, as far as memory allows. */
  static final int FEWEST = 8;

  /** A limit's worth of so many seconds is kept in flight. */
  private static final int SECONDS_OF_LIMIT = 4;

  private static final long PERIOD = Duration.ofMillis(250).toNanos();

  /**
   * A storage 30 ms away leaves a tenth to a quarter of the processors' time unused at {@link
   * #LEAST}; one that is near leaves nothing.
   */
  private static final double SPARE = 0.92;

  private static final double BUSY = 0.97;

  private final DoubleSupplier load;
  private final LongSupplier nanoTime;
  private final long most;
  private final long mostFetches;
  private final int fewest;
  private long bytes;
  private int users;
  private boolean wanted;
  private long judgedAt;

  /**
   * @param load how busy the machine's processors were since the last call, from 0 to 1; negative
   *     if nobody knows
   */
  InFlight(DoubleSupplier load, LongSupplier nanoTime) {
    this(load, nanoTime, 0, 0);
  }

  /**
   * @param load as above
   * @param bytesPerSecond bytes that may come in a second; 0 for as many as can
   * @param requestsPerSecond fetches that may begin in a second; 0 for as many as can
   */
  InFlight(
      DoubleSupplier load, LongSupplier nanoTime, double bytesPerSecond, double requestsPerSecond) {
    this.most = bytesPerSecond > 0 ? Math.min(MOST, secondsOf(bytesPerSecond)) : MOST;
    this.mostFetches = requestsPerSecond > 0 ? secondsOf(requestsPerSecond) : Integer.MAX_VALUE;
    this.fewest = bytesPerSecond > 0 ? 1 : FEWEST;
    this.bytes = Math.min(LEAST, most);
    this.load = load;
    this.nanoTime = nanoTime;
    this.judgedAt = nanoTime.getAsLong();
    load.getAsDouble();
  }

  private static long secondsOf(double limit) {
    return (long) Math.ceil(SECONDS_OF_LIMIT * limit);
  }

  /** Judges by the processors of this machine, or of this container, and by the limits. */
  static InFlight ofThisMachine(double bytesPerSecond, double requestsPerSecond) {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    DoubleSupplier load =
        system instanceof com.sun.management.OperatingSystemMXBean known
            ? known::getCpuLoad
            : () -> -1;
    return new InFlight(load, System::nanoTime, bytesPerSecond, requestsPerSecond);
  }

  /** How many requests are worth making at once, of as many as may be made. */
  int requestsAtOnce(int many) {
    return (int) Math.min(many, mostFetches);
  }

  /** Somebody begins to fetch, and shares what is worthwhile with the others. */
  synchronized void join() {
    users++;
  }

  /** Somebody fetches nothing any more. */
  synchronized void leave() {
    users--;
  }

  /**
   * Whether one of those who fetch should fetch one block more.
   *
   * @param fetches blocks that it fetches already
   * @param fetching bytes that it fetches already
   */
  synchronized boolean isWorthOneMore(int fetches, long fetching) {
    judge();
    int sharing = Math.max(1, users);
    if (fetches == 0) {
      return true;
    }
    if (fetches * sharing >= mostFetches) {
      return false;
    }
    if (fetches * sharing < fewest || fetching < bytes / sharing) {
      return true;
    }
    wanted = true;
    return false;
  }

  private void judge() {
    long now = nanoTime.getAsLong();
    if (now - judgedAt < PERIOD) {
      return;
    }
    judgedAt = now;
    double busy = load.getAsDouble();
    if (busy > BUSY) {
      bytes = Math.max(Math.min(LEAST, most), bytes / 5 * 4);
    } else if (busy >= 0 && busy < SPARE && wanted) {
      bytes = Math.min(most, bytes / 2 * 3);
    }
    wanted = false;
  }
}

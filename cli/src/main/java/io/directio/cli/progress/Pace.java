// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How fast a transfer goes: over the last ten seconds, so that it follows changes, and over the
 * whole time for the estimate of what is left, so that it does not jump.
 *
 * <p><b>Threading:</b> one thread.
 */
final class Pace {

  private static final Duration WINDOW = Duration.ofSeconds(10);

  private record Sample(Instant at, long bytes) {}

  private final Instant start;
  private final double startFraction;
  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * @param first where it starts: what was there already does not count as transferred
   */
  Pace(Instant start, Progress first) {
    this.start = start;
    this.startFraction = Math.max(0, first.fraction());
    samples.add(new Sample(start, first.bytes()));
  }

  void sample(Instant now, long bytes) {
    samples.addLast(new Sample(now, bytes));
    while (samples.size() > 2 && samples.peekFirst().at().isBefore(now.minus(WINDOW))) {
      samples.removeFirst();
    }
  }

  /** Bytes per second of late. */
  double bytesPerSecond() {
    Sample first = samples.peekFirst();
    Sample last = samples.peekLast();
    double seconds = seconds(Duration.between(first.at(), last.at()));
    return seconds <= 0 ? 0 : Math.max(0, last.bytes() - first.bytes()) / seconds;
  }

  Duration elapsed() {
    return Duration.between(start, samples.peekLast().at());
  }

  /** The time that is left, if as much of the work is done as {@code fraction} says. */
  Optional<Duration> remaining(double fraction) {
    double done = fraction - startFraction;
    if (done <= 0 || elapsed().isZero()) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(Math.round(elapsed().toMillis() * (1 - fraction) / done)));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}

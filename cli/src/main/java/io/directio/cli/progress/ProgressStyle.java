// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** Which kind of progress is shown, and how often. */
public final class ProgressStyle {

  private static final int USUAL_COLUMNS = 80;

  private final ProgressFormat format;
  private final Duration period;

  private ProgressStyle(ProgressFormat format, Duration period) {
    this.format = format;
    this.period = period;
  }

  /** A line of words every five seconds. */
  public static ProgressStyle plain() {
    return new ProgressStyle(new PlainFormat(), Duration.ofSeconds(5));
  }

  /** A line of JSON every second. */
  public static ProgressStyle json() {
    return new ProgressStyle(new JsonFormat(), Duration.ofSeconds(1));
  }

  /** A bar that moves five times a second. */
  public static ProgressStyle bar(int columns, boolean unicode, boolean colour) {
    return new ProgressStyle(new BarFormat(columns, unicode, colour), Duration.ofMillis(200));
  }

  /**
   * A bar where it can be drawn, words elsewhere.
   *
   * @param columns the terminal's width, if standard error is a terminal that tells it; {@code
   *     unknown} for one that does not; otherwise empty
   * @param unicode whether the terminal can show more than ASCII
   * @param environment honours {@code NO_COLOR} and {@code TERM=dumb}
   */
  public static ProgressStyle of(String columns, boolean unicode, Map<String, String> environment) {
    if (columns.isEmpty() || "dumb".equals(environment.get("TERM"))) {
      return plain();
    }
    boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return bar(width(columns), unicode, colour);
  }

  /** The width of a terminal; a usual one if it does not tell. */
  public static int width(String columns) {
    return columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : USUAL_COLUMNS;
  }

  /** Starts to show progress on a stream. */
  public ProgressDisplay display(
      Supplier<Progress> source, PrintStream stream, InstantSource clock) {
    return new ProgressDisplay(source, format, stream, clock).every(period);
  }
}

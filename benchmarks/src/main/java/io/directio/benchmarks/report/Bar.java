// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.report;

import java.util.Locale;

/**
 * A figure that has to reach, or must not exceed, a limit.
 *
 * @param what what the figure is
 * @param figure the figure
 * @param limit the limit
 * @param atLeast whether the limit is the least that is good enough, or the most
 */
public record Bar(String what, double figure, double limit, boolean atLeast) {

  /** A figure that has to be {@code limit} or more. */
  public static Bar atLeast(String what, double figure, double limit) {
    return new Bar(what, figure, limit, true);
  }

  /** A figure that has to be {@code limit} or less. */
  public static Bar atMost(String what, double figure, double limit) {
    return new Bar(what, figure, limit, false);
  }

  /** Whether the figure is good enough; one that could not be measured is not. */
  public boolean met() {
    return atLeast ? figure >= limit : figure <= limit;
  }

  String[] cells() {
    return new String[] {
      what, text(figure), (atLeast ? "≥ " : "≤ ") + text(limit), met() ? "yes" : "**no**"
    };
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, value != 0 && Math.abs(value) < 0.1 ? "%.4f" : "%.2f", value);
  }
}

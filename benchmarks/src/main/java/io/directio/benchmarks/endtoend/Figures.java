// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import java.util.Locale;

/** Figures as a report shows them. */
final class Figures {

  private Figures() {}

  /** A ratio, or seconds. */
  static String fine(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** A speed, or megabytes. */
  static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A bar that is redrawn in place. It never fills the last column, where some terminals would wrap;
 * on a narrow terminal the bar shrinks first, then the words are cut.
 */
final class BarFormat implements ProgressFormat {

  private static final int WIDEST_BAR = 30;
  private static final int NARROWEST_BAR = 8;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final int columns;
  private final boolean unicode;
  private final boolean colour;

  BarFormat(int columns, boolean unicode, boolean colour) {
    this.columns = columns;
    this.unicode = unicode;
    this.colour = colour;
  }

  @Override
  public String line(Progress progress, Pace pace) {
    double fraction = progress.fraction();
    String separator = unicode ? " · " : " | ";
    String words = Words.all(progress, pace).collect(Collectors.joining(separator));
    String percent =
        fraction < 0
            ? ""
            : String.format(Locale.ROOT, "%3d%%  ", (int) Math.floor(fraction * 100 + 1e-9));
    int room = columns - 1 - percent.length() - words.length() - 3;
    if (fraction < 0 || room < NARROWEST_BAR) {
      String line = " " + percent + words;
      return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
    }
    return " " + bar(fraction, Math.min(WIDEST_BAR, room)) + " " + percent + words;
  }

  @Override
  public String before() {
    return ERASE_LINE;
  }

  @Override
  public String after() {
    return "";
  }

  @Override
  public String clear() {
    return ERASE_LINE;
  }

  private String bar(double fraction, int columns) {
    int width = unicode ? columns : columns - 2;
    int halves = (int) Math.round(fraction * width * 2);
    int full = halves / 2;
    boolean half = halves % 2 == 1;
    if (!unicode) {
      String head = full < width ? ">" : "";
      return "[" + "=".repeat(full) + head + " ".repeat(width - full - head.length()) + "]";
    }
    String done = "━".repeat(full) + (half ? "╸" : "");
    String left = "━".repeat(width - full - (half ? 1 : 0));
    return colour
        ? "\u001b[36m" + done + "\u001b[90m" + left + "\u001b[0m"
        : done + left.replace('━', '─');
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of figures. Build it with its header, then add rows; immutable once it is shown.
 *
 * <p>The first column is text and the others are figures, aligned to the right.
 */
public final class Table {

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... header) {
    this.header = List.of(header);
  }

  /** Adds a row with as many cells as the header has. */
  public Table row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          "A row of " + cells.length + " cells under a header of " + header.size());
    }
    rows.add(List.of(cells));
    return this;
  }

  String toMarkdown() {
    StringBuilder text = new StringBuilder();
    append(text, header);
    text.append("|---");
    text.append("|--:".repeat(header.size() - 1)).append("|\n");
    rows.forEach(row -> append(text, row));
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> cells) {
    for (String cell : cells) {
      text.append("| ").append(cell.replace("|", "\\|").replace('\n', ' ')).append(' ');
    }
    text.append("|\n");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.report;

import java.util.List;

/**
 * What one part of the benchmarks has to tell.
 *
 * @param title its heading
 * @param method what was measured and how, so that a reader can judge it: one paragraph
 * @param bars the figures that were promised
 * @param tables all figures
 */
public record Section(String title, String method, List<Bar> bars, List<Table> tables) {

  public Section {
    bars = List.copyOf(bars);
    tables = List.copyOf(tables);
  }

  /** Whether a promise is not kept. */
  public boolean missesABar() {
    return bars.stream().anyMatch(bar -> !bar.met());
  }

  String toMarkdown() {
    StringBuilder text = new StringBuilder("## " + title + "\n\n" + method + "\n");
    if (!bars.isEmpty()) {
      Table promised = new Table("bar", "measured", "promised", "met");
      bars.forEach(bar -> promised.row(bar.cells()));
      text.append('\n').append(promised.toMarkdown());
    }
    tables.forEach(table -> text.append('\n').append(table.toMarkdown()));
    return text.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.report;

import java.util.List;

/**
 * The whole report.
 *
 * @param machine where it was measured
 * @param sections what was measured
 */
public record Report(Machine machine, List<Section> sections) {

  public Report {
    sections = List.copyOf(sections);
  }

  /** The report as a Markdown document. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder("# Benchmarks\n\n");
    text.append("Written by `benchmarks/run`. Ratios carry over to other machines; absolute ");
    text.append("figures do not.\n\n");
    Table facts = new Table("", "machine");
    machine.facts().forEach(facts::row);
    text.append(facts.toMarkdown().replace("--:", "---"));
    sections.forEach(section -> text.append('\n').append(section.toMarkdown()));
    return text.toString();
  }
}

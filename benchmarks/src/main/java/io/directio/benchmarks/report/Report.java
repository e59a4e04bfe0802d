// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.report;

/**
 * The report of one part.
 *
 * @param machine where it was measured
 * @param section what was measured
 */
public record Report(Machine machine, Section section) {

  /** The report as a Markdown document. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder("# Benchmark\n\n");
    text.append("Written by `benchmarks/run`. Ratios carry over to other machines; absolute ");
    text.append("figures do not.\n\n");
    Table facts = new Table("", "machine");
    machine.facts().forEach(facts::row);
    text.append(facts.toMarkdown().replace("--:", "---"));
    text.append('\n').append(section.toMarkdown());
    return text.toString();
  }
}

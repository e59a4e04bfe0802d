// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.benchmarks.Effort;
import io.directio.benchmarks.Part;
import io.directio.benchmarks.report.Section;
import java.nio.file.Path;

/**
 * Whole reads and exports over HTTP: one part for each question.
 *
 * @param name what the command line calls the part
 * @param title what is asked
 * @param method how it is asked
 * @param question measures, with a directory to write to
 */
record EndToEndPart(String name, String title, String method, Question question) implements Part {

  /** Asks one question. */
  @FunctionalInterface
  interface Question {
    Measured measure(Effort effort, Path directory) throws Exception;
  }

  private static final String COMPARISON =
      """
      The portal and the storage (a real S3 server that checks signatures) run in a process of \
      their own on the same machine, and share its cores with the reader; what is compared takes \
      turns, round by round, each in a JVM of its own that was warmed up before. *CPU*: user and \
      system time of the reading process, all threads. Figures are medians over the rounds, ratios \
      medians of the ratio within each round. *bare GET*: HttpClient 5, blocking, each object into \
      one array a thread, as many threads as the pipeline has fetches in flight (16), the same \
      URLs. *bare decode*: AES in 16 KB pieces, one native snappy call a chunk, CRC-32C, on the \
      same objects, one thread a core. *core pipeline*: from the listing to the verified block, \
      which is dropped. *Flink export*: source and local sink in an embedded cluster with a slot \
      for each core and the settings of `directio export`; the time until its first reader runs is \
      left out, the time until the last file is published is not. *peak heap after GC*: the most \
      that was in use after any collection, garbage that it had left included.""";

  /** A part that compares ways to read. */
  EndToEndPart(String name, String title, Question question) {
    this(name, title, COMPARISON, question);
  }

  @Override
  public Section measure(Effort effort) throws Exception {
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      Measured measured = question.measure(effort, scratch.path());
      return new Section(title, method, measured.bars(), measured.tables());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.benchmarks.Effort;
import io.directio.benchmarks.Part;
import io.directio.benchmarks.report.Bar;
import io.directio.benchmarks.report.Section;
import io.directio.benchmarks.report.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whole reads and exports over HTTP. */
public final class EndToEndPart implements Part {

  private static final String METHOD =
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

  @Override
  public String name() {
    return "end-to-end";
  }

  @Override
  public Section measure(Effort effort) throws Exception {
    List<Bar> bars = new ArrayList<>();
    List<Table> tables = new ArrayList<>();
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      Path directory = scratch.path();
      for (Measured measured :
          List.of(
              new CoreCosts(effort, directory).measure(),
              new FlinkSpeed(effort, directory).measure(),
              new Latency(effort, directory).measure(),
              new Heap(effort, directory).measure())) {
        bars.addAll(measured.bars());
        tables.addAll(measured.tables());
      }
    }
    return new Section("End to end: whole reads and exports over HTTP", METHOD, bars, tables);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.benchmarks.Effort;
import io.directio.benchmarks.report.Bar;
import io.directio.benchmarks.report.Table;
import io.directio.emulator.BlockSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much slower is reading from a storage that is far away? */
final class Latency {

  private static final int MILLISECONDS = 30;
  private static final double LEAST = 0.9;

  private final Effort effort;
  private final Path directory;

  Latency(Effort effort, Path directory) {
    this.effort = effort;
    this.directory = directory;
  }

  Measured measure() throws IOException {
    Table table =
        new Table(
            MILLISECONDS + " ms before each GET is answered",
            "MB/s without",
            "MB/s with",
            "with / without");
    List<Bar> bars = new ArrayList<>();
    boolean quick = effort == Effort.QUICK;
    for (BlockSize blocks : List.of(BlockSize.FOUR_MIB, BlockSize.AROUND_512_KIB)) {
      Scene near = Scene.usual(2, (quick ? 128L : 512L) << 20, Sample.JARS, blocks);
      try (Portal without = Portal.of(near);
          Portal with = Portal.of(near.withLatency(MILLISECONDS))) {
        for (Variant variant : List.of(Variant.CORE_READ, Variant.FLINK_EXPORT)) {
          String what =
              variant.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + near.blockText();
          System.out.println(MILLISECONDS + " ms before each GET: " + what);
          try (Contest contest = new Contest()) {
            contest
                .with(variant, without, Job.of(without, Job.USUAL_FETCHES, directory))
                .with(variant, with, Job.of(with, Job.USUAL_FETCHES, directory))
                .run(quick ? 1 : 2, quick ? 3 : 5);
            double ratio = contest.ratio(round -> round.get(1).speed() / round.get(0).speed());
            table.row(
                what,
                Figures.whole(contest.median(0, Costs::speed)),
                Figures.whole(contest.median(1, Costs::speed)),
                Figures.fine(ratio));
            bars.add(Bar.atLeast(MILLISECONDS + " ms with / without: " + what, ratio, LEAST));
          }
        }
      }
    }
    return new Measured(bars, List.of(table));
  }
}

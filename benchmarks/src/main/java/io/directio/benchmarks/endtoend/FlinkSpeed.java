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

/** How fast does Flink write files, compared with the core alone? */
final class FlinkSpeed {

  private static final double LEAST_FOR_LARGE = 0.8;
  private static final double LEAST_FOR_SMALL = 0.6;

  private final Effort effort;
  private final Path directory;
  private final List<Bar> bars = new ArrayList<>();
  private final Table table =
      new Table(
          "files written",
          "core MB/s",
          "Flink MB/s",
          "Flink / core",
          "core CPU s/GB",
          "Flink CPU s/GB",
          "start of the Flink job, s");

  FlinkSpeed(Effort effort, Path directory) {
    this.effort = effort;
    this.directory = directory;
  }

  Measured measure() throws IOException {
    boolean quick = effort == Effort.QUICK;
    long large = (quick ? 128L : 512L) << 20;
    for (BlockSize blocks : List.of(BlockSize.FOUR_MIB, BlockSize.AROUND_512_KIB)) {
      Scene scene = Scene.usual(4, large, Sample.JARS, blocks);
      compare("4 of " + (large >> 20) + " MiB, " + scene.blockText(), scene, LEAST_FOR_LARGE);
    }
    int small = quick ? 2_000 : 10_000;
    compare(
        small + " of 12 KB",
        Scene.usual(small, 12_000, Sample.CLASSES, BlockSize.AROUND_512_KIB),
        LEAST_FOR_SMALL);
    return new Measured(bars, List.of(table));
  }

  private void compare(String what, Scene scene, double least) throws IOException {
    System.out.println("Flink export against the core's own: " + what);
    try (Portal portal = Portal.of(scene);
        Contest contest = new Contest()) {
      Job job = Job.of(portal, Job.USUAL_FETCHES, directory);
      contest
          .with(Variant.CORE_TRANSFER, portal, job)
          .with(Variant.FLINK_EXPORT, portal, job)
          .run(effort == Effort.QUICK ? 1 : 2, effort == Effort.QUICK ? 3 : 5);
      double ratio = contest.ratio(round -> round.get(1).speed() / round.get(0).speed());
      table.row(
          what,
          Figures.whole(contest.median(0, Costs::speed)),
          Figures.whole(contest.median(1, Costs::speed)),
          Figures.fine(ratio),
          Figures.fine(contest.median(0, Costs::cpuPerGb)),
          Figures.fine(contest.median(1, Costs::cpuPerGb)),
          Figures.fine(contest.median(1, Costs::startUpNanos) / 1e9));
      bars.add(Bar.atLeast("MB/s, Flink / core: " + what, ratio, least));
    }
  }
}

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

/** What does the core pipeline cost beyond what fetching and decoding must cost? */
final class CoreCosts {

  private static final double MOST = 1.25;
  private static final int FETCHES = 16;

  /** Until the JVM has compiled what it will: its compiler would be measured as well before. */
  private static final int WARM_UPS = 24;

  private final Effort effort;
  private final Path directory;

  CoreCosts(Effort effort, Path directory) {
    this.effort = effort;
    this.directory = directory;
  }

  Measured measure() throws IOException {
    Table table =
        new Table(
            "CPU s per GB",
            "core pipeline",
            "bare GET",
            "bare decode",
            "pipeline / (GET + decode)",
            "core pipeline MB/s",
            "bare GET MB/s");
    List<Bar> bars = new ArrayList<>();
    boolean quick = effort == Effort.QUICK;
    for (BlockSize blocks : List.of(BlockSize.FOUR_MIB, BlockSize.AROUND_512_KIB)) {
      for (Sample sample : quick ? List.of(Sample.JARS) : List.of(Sample.JARS, Sample.CLASSES)) {
        compare(Scene.usual(2, (quick ? 64L : 256L) << 20, sample, blocks), table, bars);
      }
    }
    return new Measured(bars, List.of(table));
  }

  private void compare(Scene scene, Table table, List<Bar> bars) throws IOException {
    String what = scene.sample() + " " + scene.blockText();
    System.out.println("Core pipeline against its bare steps: " + what);
    try (Portal portal = Portal.of(scene);
        Contest contest = new Contest()) {
      Job job = Job.of(portal, FETCHES, directory);
      contest
          .with(Variant.CORE_READ, portal, job)
          .with(Variant.BARE_GET, portal, job)
          .with(Variant.BARE_DECODE, portal, job)
          .run(effort == Effort.QUICK ? 2 : WARM_UPS, effort == Effort.QUICK ? 3 : 7);
      double ratio =
          contest.ratio(
              round ->
                  round.get(0).cpuPerGb() / (round.get(1).cpuPerGb() + round.get(2).cpuPerGb()));
      table.row(
          what,
          Figures.fine(contest.median(0, Costs::cpuPerGb)),
          Figures.fine(contest.median(1, Costs::cpuPerGb)),
          Figures.fine(contest.median(2, Costs::cpuPerGb)),
          Figures.fine(ratio),
          Figures.whole(contest.median(0, Costs::speed)),
          Figures.whole(contest.median(1, Costs::speed)));
      bars.add(Bar.atMost("core pipeline / (GET + decode), CPU: " + what, ratio, MOST));
    }
  }
}

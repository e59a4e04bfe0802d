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

/** How long do checkpoints take, and how large are they, while an export runs at full speed? */
final class CheckpointTime {

  static final String METHOD =
      """
      An export by Flink into a directory (as in the part `flink`), as fast as the cores allow, \
      with a checkpoint every 2 s. *End to end*: from when a checkpoint is triggered until the last \
      subtask has acknowledged it, by Flink's own statistics; the longest of two jobs in one JVM. \
      *State*: of all subtasks; the enumerator's is in the report `state`. With each checkpoint \
      everything that was written is made durable: of small files, which are there for comparison, \
      each costs an `fsync` for its bytes and a part of one for its name.""";

  private static final double MOST_SECONDS = 2;
  private static final double MOST_MEGABYTES = 1;

  private final Effort effort;
  private final Path directory;
  private final List<Bar> bars = new ArrayList<>();
  private final Table table =
      new Table("export", "MB/s", "checkpoints", "longest, end to end, s", "largest state, KB");

  CheckpointTime(Effort effort, Path directory) {
    this.effort = effort;
    this.directory = directory;
  }

  Measured measure() throws IOException {
    long large = (effort == Effort.QUICK ? 512L : 4096L) << 20;
    String what = "a file of " + (large >> 20) + " MiB, blocks of 4 MiB";
    Contest contest = export(what, Scene.usual(1, large, Sample.REPEATED, BlockSize.FOUR_MIB));
    bars.add(Bar.atMost("longest checkpoint, s: " + what, longest(contest), MOST_SECONDS));
    bars.add(Bar.atMost("largest state, MB: " + what, largest(contest) / 1e6, MOST_MEGABYTES));
    int files = effort == Effort.QUICK ? 2_000 : 20_000;
    export(
        files + " files of 12 KB",
        Scene.usual(files, 12_000, Sample.CLASSES, BlockSize.AROUND_512_KIB));
    return new Measured(bars, List.of(table));
  }

  private Contest export(String what, Scene scene) throws IOException {
    System.out.println("Checkpoints during an export: " + what);
    try (Portal portal = Portal.of(scene);
        Contest contest = new Contest()) {
      contest.with(Variant.FLINK_EXPORT, portal, Job.of(portal, Job.USUAL_FETCHES, directory));
      contest.run(0, effort == Effort.QUICK ? 1 : 2);
      table.row(
          what,
          Figures.whole(contest.median(0, Costs::speed)),
          Figures.whole(contest.sum(0, costs -> costs.checkpoints().completed())),
          Figures.fine(longest(contest)),
          Figures.whole(largest(contest) / 1e3));
      return contest;
    }
  }

  private static double longest(Contest contest) {
    return contest.most(0, costs -> costs.checkpoints().longestMillis()) / 1e3;
  }

  private static double largest(Contest contest) {
    return contest.most(0, costs -> costs.checkpoints().largestBytes());
  }
}

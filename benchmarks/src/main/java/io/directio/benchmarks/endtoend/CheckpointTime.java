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
      everything that was written is made durable.""";

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
    export(
        "a file of " + (large >> 20) + " MiB, blocks of 4 MiB",
        Scene.usual(1, large, Sample.REPEATED, BlockSize.FOUR_MIB));
    int files = effort == Effort.QUICK ? 2_000 : 20_000;
    export(
        files + " files of 12 KB",
        Scene.usual(files, 12_000, Sample.CLASSES, BlockSize.AROUND_512_KIB));
    return new Measured(bars, List.of(table));
  }

  private void export(String what, Scene scene) throws IOException {
    System.out.println("Checkpoints during an export: " + what);
    try (Portal portal = Portal.of(scene);
        Contest contest = new Contest()) {
      contest.with(Variant.FLINK_EXPORT, portal, Job.of(portal, Job.USUAL_FETCHES, directory));
      contest.run(0, effort == Effort.QUICK ? 1 : 2);
      double longest = contest.most(0, costs -> costs.checkpoints().longestMillis()) / 1e3;
      double largest = contest.most(0, costs -> costs.checkpoints().largestBytes());
      table.row(
          what,
          Figures.whole(contest.median(0, Costs::speed)),
          Figures.whole(contest.sum(0, costs -> costs.checkpoints().completed())),
          Figures.fine(longest),
          Figures.whole(largest / 1e3));
      bars.add(Bar.atMost("longest checkpoint, s: " + what, longest, MOST_SECONDS));
      bars.add(Bar.atMost("largest state, MB: " + what, largest / 1e6, MOST_MEGABYTES));
    }
  }
}

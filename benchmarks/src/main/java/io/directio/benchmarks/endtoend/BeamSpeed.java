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

/** How fast does Beam read large files on Flink, compared with the core and the Flink source? */
final class BeamSpeed {

  static final String METHOD =
      """
      The same files are read, and their blocks dropped, by the core pipeline, by the Flink source \
      and by Beam's `readAll` on its Flink runner, with `withSmallFileThreshold(0)`: all by the \
      splittable function, which the runner chains to the step that comes next; they take turns, round by round, each in a JVM \
      of its own that was warmed up before. The portal and the storage run in a process of their \
      own on the same cores. The source runs on an embedded Flink 2.3, Beam on an embedded Flink \
      1.19, the newest that its runner has here, in batch, with `--fasterCopy --objectReuse`; both \
      with a slot for each core. So the ratio of the two also holds what differs between the \
      Flinks. The time until a job's first task runs is left out. *CPU*: user and system time of \
      the reading process, all threads. Figures are medians over the rounds, ratios medians of the \
      ratio within each round. *By size*: with the default threshold, by which small files and \
      large ones come from two functions, so that Flink encodes every block for another task.""";

  private static final double LEAST_OF_CORE = 0.7;
  private static final double LEAST_OF_FLINK = 0.8;

  private final Effort effort;
  private final Path directory;
  private final List<Bar> bars = new ArrayList<>();
  private final Table table =
      new Table(
          "files read",
          "core MB/s",
          "Flink MB/s",
          "Beam MB/s",
          "Beam / core",
          "Beam / Flink",
          "core CPU s/GB",
          "Flink CPU s/GB",
          "Beam CPU s/GB",
          "passed between Beam's tasks, MB",
          "by size: MB/s",
          "passed, MB");

  BeamSpeed(Effort effort, Path directory) {
    this.effort = effort;
    this.directory = directory;
  }

  Measured measure() throws IOException {
    long large = (effort == Effort.QUICK ? 128L : 512L) << 20;
    for (BlockSize blocks : List.of(BlockSize.FOUR_MIB, BlockSize.AROUND_512_KIB)) {
      Scene scene = Scene.usual(4, large, Sample.JARS, blocks);
      compare("4 of " + (large >> 20) + " MiB, " + scene.blockText(), scene);
    }
    return new Measured(bars, List.of(table));
  }

  private void compare(String what, Scene scene) throws IOException {
    System.out.println("Beam against the core and Flink's source: " + what);
    try (Portal portal = Portal.of(scene);
        Contest contest = new Contest()) {
      Job job = Job.of(portal, Job.USUAL_FETCHES, directory);
      contest
          .with(Variant.CORE_READ, portal, job)
          .with(Variant.FLINK_READ, portal, job)
          .with(BeamVariant.BEAM_READ, portal, job)
          .with(BeamVariant.BEAM_READ_BY_SIZE, portal, job)
          .run(effort == Effort.QUICK ? 1 : 2, effort == Effort.QUICK ? 3 : 5);
      double ofCore = contest.ratio(round -> round.get(2).speed() / round.get(0).speed());
      double ofFlink = contest.ratio(round -> round.get(2).speed() / round.get(1).speed());
      table.row(
          what,
          Figures.whole(contest.median(0, Costs::speed)),
          Figures.whole(contest.median(1, Costs::speed)),
          Figures.whole(contest.median(2, Costs::speed)),
          Figures.fine(ofCore),
          Figures.fine(ofFlink),
          Figures.fine(contest.median(0, Costs::cpuPerGb)),
          Figures.fine(contest.median(1, Costs::cpuPerGb)),
          Figures.fine(contest.median(2, Costs::cpuPerGb)),
          Figures.fine(contest.median(2, Costs::exchangedBytes) / 1e6),
          Figures.whole(contest.median(3, Costs::speed)),
          Figures.fine(contest.median(3, Costs::exchangedBytes) / 1e6));
      bars.add(Bar.atLeast("MB/s, Beam / core: " + what, ofCore, LEAST_OF_CORE));
      bars.add(Bar.atLeast("MB/s, Beam / Flink source: " + what, ofFlink, LEAST_OF_FLINK));
    }
  }
}

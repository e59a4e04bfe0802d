// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.coordinator;

import io.directio.benchmarks.Effort;
import io.directio.benchmarks.Part;
import io.directio.benchmarks.report.Bar;
import io.directio.benchmarks.report.Section;
import io.directio.benchmarks.report.Table;
import io.directio.flink.source.AssignmentOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Does the state of the coordinator stay small, and its heap flat, however much there is? */
public final class StatePart implements Part {

  private static final String METHOD =
      """
      The enumerator of a real `DirectIOSource` discovers folders and plans files over HTTP, and \
      assigns everything to 16 simulated readers, which are done with it at once. The portal makes \
      up its answers: pages of 2000 files with paths of three folders, one file of a thousand with \
      100 blocks of 4 MiB, the others of 12 KB; or one file of a million blocks. A checkpoint is \
      taken every second. *State*: the enumerator's checkpoint at that moment, as it is stored. \
      *Heap*: what is in use after a full collection at that moment, with the work going on; \
      portal, readers and the benchmark itself are in the same JVM. Splits that were assigned since \
      the last checkpoint are not in it: Flink keeps them besides, for as long. What fills up at the \
      beginning is bounded: the last 100 000 events (20 MB), so that none is read twice, the paths \
      of folders (64 MiB, `pathMemory`), and listings (`leaseMemory`: 16 MiB here, as by default \
      with a heap of 128 MB).""";

  private static final long MEGABYTE = 1_000_000;
  private static final double MOST_GROWTH = 1.25;
  private static final int PATIENCE_SECONDS = 1200;

  private final List<Bar> bars = new ArrayList<>();

  @Override
  public String name() {
    return "state";
  }

  @Override
  public Section measure(Effort effort) throws Exception {
    long files = effort == Effort.QUICK ? 1_000_000 : 10_000_000;
    int blocks = effort == Effort.QUICK ? 100_000 : 1_000_000;
    List<Table> tables =
        List.of(
            curve(
                count(files) + " files",
                // Something is left to do at the last milestone as well.
                new PortalContents(files + files / 100, 1000, 100),
                files),
            curve(
                "a file of " + count(blocks) + " blocks", PortalContents.large(1, blocks), blocks));
    return new Section(
        "State: whether the coordinator's stays small, and its heap flat", METHOD, bars, tables);
  }

  private Table curve(String what, PortalContents contents, long last) throws Exception {
    System.out.println("State and heap: " + what);
    List<Long> milestones = new ArrayList<>();
    for (long next = 10_000; next <= last; next *= 10) {
      // Before the last of a single file's blocks are assigned.
      milestones.add(next == contents.largeBlocks() ? next * 9 / 10 : next);
    }
    Coordination.Outcome outcome =
        new Coordination(contents, AssignmentOptions.DEFAULT, milestones).run(PATIENCE_SECONDS);
    Table table =
        new Table(
            what + ": when so many files were assigned",
            "blocks of them",
            "state, bytes",
            "heap after GC, MB");
    for (Coordination.Milestone at : outcome.milestones()) {
      table.row(
          count(at.files()),
          count(at.blocks()),
          count(at.stateBytes()),
          String.format(Locale.ROOT, "%.1f", at.heapBytes() / 1e6));
    }
    bars.add(
        Bar.atMost(
            what + ": largest checkpoint, MB", (double) outcome.largestState() / MEGABYTE, 1));
    Coordination.Milestone end = outcome.milestones().get(milestones.size() - 1);
    Coordination.Milestone before = outcome.milestones().get(milestones.size() - 2);
    bars.add(
        Bar.atMost(
            what + ": heap, after ten times as many",
            (double) end.heapBytes() / before.heapBytes(),
            MOST_GROWTH));
    return table;
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }
}

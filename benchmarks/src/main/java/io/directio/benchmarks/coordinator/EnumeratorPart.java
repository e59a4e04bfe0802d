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

/** How fast does one coordinator plan and assign? */
public final class EnumeratorPart implements Part {

  private static final String METHOD =
      """
      The enumerator of a real `DirectIOSource` discovers folders and plans files over HTTP, and \
      assigns everything to 16 simulated readers, which are done with it at once; a checkpoint is \
      taken every second. The portal makes up its answers without latency, but shares JVM and cores \
      with the coordinator, and writes and signs as many bytes as a real one. Each figure is the \
      second of two runs in the same JVM. *Splits*: assignments, each of which is a message to a \
      reader. *Portal calls a file*: those of the coordinator; the reader of a small file makes \
      exactly one, which a test counts.""";

  private static final double LEAST = 20_000;
  private static final int PATIENCE_SECONDS = 600;

  private final List<Bar> bars = new ArrayList<>();
  private final Table table =
      new Table(
          "what there is",
          "blocks/s",
          "files/s",
          "splits/s",
          "portal calls a file",
          "largest checkpoint, KB");

  @Override
  public String name() {
    return "enumerator";
  }

  @Override
  public Section measure(Effort effort) throws Exception {
    int scale = effort == Effort.QUICK ? 10 : 1;
    measure(
        "files of 100 blocks, in runs of 16",
        PortalContents.large(20_000 / scale, 100),
        AssignmentOptions.DEFAULT);
    measure(
        "files of 100 blocks, one by one",
        PortalContents.large(10_000 / scale, 100),
        AssignmentOptions.DEFAULT.withMaxBytes(1));
    measure(
        "a file of a million blocks, in runs of 16",
        PortalContents.large(1, 1_000_000 / scale),
        AssignmentOptions.DEFAULT);
    measure(
        "small files, in bundles of up to 256",
        PortalContents.small(1_000_000 / scale),
        AssignmentOptions.DEFAULT);
    return new Section(
        "Enumerator: how fast one coordinator plans and assigns", METHOD, bars, List.of(table));
  }

  private void measure(String what, PortalContents contents, AssignmentOptions assignment)
      throws Exception {
    System.out.println("Plan and assign: " + what);
    new Coordination(contents, assignment, List.of()).run(PATIENCE_SECONDS);
    Coordination.Outcome outcome =
        new Coordination(contents, assignment, List.of()).run(PATIENCE_SECONDS);
    table.row(
        what,
        whole(outcome.blocksPerSecond()),
        whole(outcome.files() * 1e9 / outcome.nanos()),
        whole(outcome.splitsPerSecond()),
        String.format(Locale.ROOT, "%.2f", (double) outcome.listings() / outcome.files()),
        whole(outcome.largestState() / 1e3));
    bars.add(Bar.atLeast("blocks/s: " + what, outcome.blocksPerSecond(), LEAST));
  }

  private static String whole(double figure) {
    return String.format(Locale.ROOT, "%.0f", figure);
  }
}

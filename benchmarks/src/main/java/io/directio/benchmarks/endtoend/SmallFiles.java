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

/**
 * Are small files bound by the portal's latency, and by nothing else? Each costs one call, so there
 * can't be more of them a second than calls at once by latency (Little's law).
 */
final class SmallFiles {

  static final String METHOD =
      """
      Files of 12 KB, each of one block, are exported by Flink into a directory (as in the part \
      `flink`); the portal answers each call after 20 ms, the storage at once. Portal and storage \
      run in a process of their own on the same cores. A small file costs exactly one portal call, \
      so files/s can't exceed calls at once / latency (Little's law); a ratio near 1 means that \
      nothing else takes time, as long as there are cores: the last row has as many calls at once \
      as the client makes by default, which is more than these cores can serve. *cores busy*: of \
      the exporting process alone. Flink's start is left out, the last checkpoint is not.""";

  private static final int BYTES = 12_000;
  private static final int LATENCY_MILLIS = 20;
  private static final double LEAST = 0.8;

  private final Effort effort;
  private final Path directory;
  private final List<Bar> bars = new ArrayList<>();
  private final Table table =
      new Table(
          "portal calls at once",
          "files",
          "files/s",
          "calls at once / latency",
          "ratio",
          "MB/s",
          "cores busy");

  SmallFiles(Effort effort, Path directory) {
    this.effort = effort;
    this.directory = directory;
  }

  Measured measure() throws IOException {
    boolean quick = effort == Effort.QUICK;
    export(4, quick ? 500 : 4_000, false);
    export(16, quick ? 2_000 : 100_000, true);
    export(Job.USUAL_LISTINGS, quick ? 2_000 : 20_000, false);
    return new Measured(bars, List.of(table));
  }

  private void export(int atOnce, int files, boolean promised) throws IOException {
    System.out.println("Small files: " + files + ", with " + atOnce + " portal calls at once");
    Scene scene =
        Scene.usual(files, BYTES, Sample.CLASSES, BlockSize.AROUND_512_KIB)
            .withPortalLatency(LATENCY_MILLIS);
    try (Portal portal = Portal.of(scene);
        Contest contest = new Contest()) {
      contest.with(
          Variant.FLINK_EXPORT,
          portal,
          Job.of(portal, Job.USUAL_FETCHES, directory).withListings(atOnce));
      // The first jobs of a JVM are slower, which hides nothing if there are few files.
      contest.run(files < 50_000 ? 1 : 0, 1);
      double speed = files * 1e9 / contest.median(0, Costs::wallNanos);
      double law = atOnce * 1e3 / LATENCY_MILLIS;
      table.row(
          Integer.toString(atOnce),
          Integer.toString(files),
          Figures.whole(speed),
          Figures.whole(law),
          Figures.fine(speed / law),
          Figures.whole(contest.median(0, Costs::speed)),
          Figures.fine(contest.median(0, costs -> (double) costs.cpuNanos() / costs.wallNanos())));
      if (promised) {
        bars.add(
            Bar.atLeast(
                files + " files: files/s, of " + atOnce + " calls at once / 20 ms",
                speed / law,
                LEAST));
      }
    }
  }
}

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
 * What bounds an export with Beam: is a heap of 384 MB enough for a large file, are small ones
 * bound by the portal's latency and by nothing else, and how often is the portal asked?
 */
final class BeamLimits {

  static final String METHOD =
      """
      Exports by Beam's Flink runner, embedded (Flink 1.19, batch, a slot for each core, \
      `--fasterCopy --objectReuse`), into a directory, each in a JVM of its own; portal and storage \
      in a process of their own on the same cores. With -Xmx384m the JVM ends when the heap runs \
      out. The small files are of 12 KB, each of one block, and the portal answers each call after \
      20 ms: files/s can't exceed calls at once / latency (Little's law). Starting the job is left \
      out; grouping the receipts, publishing and the manifest are not. *passed between tasks*: all \
      that Flink encodes to move it from one task to another, by its own statistics. *peak heap after GC*: the most that was in use after any collection, garbage that it had left \
      included.""";

  private static final List<String> SMALL_HEAP = List.of("-Xmx384m", "-XX:+ExitOnOutOfMemoryError");
  private static final List<String> USUAL_HEAP = List.of("-Xms1g", "-Xmx2g");
  private static final int SMALL = 12_000;
  private static final int LATENCY_MILLIS = 20;
  private static final int AT_ONCE = 16;
  private static final double LEAST = 0.8;

  /** References and receipts, but no blocks. */
  private static final double MOST_PASSED = 0.01;

  private final Effort effort;
  private final Path directory;
  private final List<Bar> bars = new ArrayList<>();
  private final Table table =
      new Table(
          "export",
          "MB/s",
          "files/s",
          "portal calls",
          "passed between tasks, MB",
          "peak heap after GC, MB",
          "cores busy");

  BeamLimits(Effort effort, Path directory) {
    this.effort = effort;
    this.directory = directory;
  }

  Measured measure() throws IOException {
    boolean quick = effort == Effort.QUICK;
    largeFile(quick ? 512L << 20 : 4L << 30);
    largeFiles(quick ? 64L << 20 : 256L << 20);
    smallFiles(quick ? 5_000 : 100_000);
    return new Measured(bars, List.of(table));
  }

  private void largeFile(long size) throws IOException {
    String what = "a file of " + (size >> 20) + " MiB, -Xmx384m";
    Scene scene = Scene.usual(1, size, Sample.REPEATED, BlockSize.FOUR_MIB);
    boolean ended = true;
    try {
      export(what, scene, Job.USUAL_LISTINGS, SMALL_HEAP);
    } catch (IOException e) {
      System.out.println("  failed: " + e.getMessage());
      table.row(what, "failed", "", "", "", "", "");
      ended = false;
    }
    bars.add(Bar.atLeast("exports that ended well: " + what, ended ? 1 : 0, 1));
  }

  private void largeFiles(long size) throws IOException {
    String what = "8 files of " + (size >> 20) + " MiB";
    Scene scene = Scene.usual(8, size, Sample.REPEATED, BlockSize.FOUR_MIB);
    Costs costs = export(what, scene, Job.USUAL_LISTINGS, USUAL_HEAP);
    bars.add(Bar.atMost("portal calls for each of " + what, costs.portalCalls() / 8, 1));
    bars.add(
        Bar.atMost(
            "bytes passed between tasks, of the bytes of " + what,
            (double) costs.exchangedBytes() / scene.bytes(),
            MOST_PASSED));
  }

  private void smallFiles(int files) throws IOException {
    String what = files + " files of 12 KB, " + AT_ONCE + " portal calls at once, 20 ms";
    Scene scene =
        Scene.usual(files, SMALL, Sample.CLASSES, BlockSize.AROUND_512_KIB)
            .withPortalLatency(LATENCY_MILLIS);
    Costs costs = export(what, scene, AT_ONCE, USUAL_HEAP);
    double speed = files * 1e9 / costs.wallNanos();
    double law = AT_ONCE * 1e3 / LATENCY_MILLIS;
    bars.add(
        Bar.atMost("portal calls for each of " + files + " files", costs.portalCalls() / files, 1));
    bars.add(
        Bar.atLeast(
            files + " files: files/s, of " + AT_ONCE + " calls at once / 20 ms",
            speed / law,
            LEAST));
  }

  private Costs export(String what, Scene scene, int listings, List<String> heap)
      throws IOException {
    System.out.println("Export with Beam: " + what);
    try (Portal portal = Portal.of(scene);
        Contest contest = new Contest()) {
      Job job = Job.of(portal, Job.USUAL_FETCHES, directory).withListings(listings);
      Costs costs = contest.with(BeamVariant.BEAM_EXPORT, portal, job, heap).run(0, 1).only();
      table.row(
          what,
          Figures.whole(costs.speed()),
          Figures.fine(scene.files() * 1e9 / costs.wallNanos()),
          Figures.whole(costs.portalCalls()),
          Figures.fine(costs.exchangedBytes() / 1e6),
          Figures.whole(costs.peakHeap() / 1e6),
          Figures.fine((double) costs.cpuNanos() / costs.wallNanos()));
      return costs;
    }
  }
}

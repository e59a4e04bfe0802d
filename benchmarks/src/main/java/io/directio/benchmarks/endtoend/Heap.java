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
 * Is a heap of 256 MB enough for the JVM that reads, whatever it reads? Each export has a JVM of
 * its own.
 */
final class Heap {

  private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
  private static final double MOST_GROWTH = 1.25;

  private final Path directory;
  private final Table table =
      new Table(
          "Flink export with -Xmx256m",
          "MB",
          "blocks",
          "peak heap after GC, MB",
          "collections",
          "MB/s");
  private final long unit;
  private final int manyBlocks;
  private int begun;
  private int ended;

  Heap(Effort effort, Path directory) {
    this.directory = directory;
    this.unit = (effort == Effort.QUICK ? 256L : 1024L) << 20;
    this.manyBlocks = effort == Effort.QUICK ? 10_000 : 100_000;
  }

  Measured measure() throws IOException {
    double one = export("a file", file(unit));
    double two = export("twice as large", file(2 * unit));
    double four = export("four times as large", file(4 * unit));
    export(
        "a listing of many blocks",
        Scene.usual(1, manyBlocks * 4096L, Sample.REPEATED, BlockSize.fixed(4096)));
    double nativeObject = export("a native object", Scene.nativeObject(3 * unit));
    List<Bar> bars = new ArrayList<>();
    bars.add(Bar.atLeast("exports that ended well with -Xmx256m, of " + begun, ended, begun));
    bars.add(
        Bar.atMost(
            "peak heap, file of " + text(4 * unit) + " / of " + text(unit),
            Math.max(two, four) / one,
            MOST_GROWTH));
    bars.add(
        Bar.atMost(
            "peak heap, native object of " + text(3 * unit) + " / file of " + text(unit),
            nativeObject / one,
            MOST_GROWTH));
    return new Measured(bars, List.of(table));
  }

  private static Scene file(long size) {
    return Scene.usual(1, size, Sample.REPEATED, BlockSize.FOUR_MIB);
  }

  private static String text(long bytes) {
    return bytes >= 1 << 30 ? (bytes >> 30) + " GiB" : (bytes >> 20) + " MiB";
  }

  /** Returns the peak; not a number if the export failed. */
  private double export(String what, Scene scene) throws IOException {
    begun++;
    System.out.println("Export with -Xmx256m: " + what + ", " + text(scene.bytes()));
    try (Portal portal = Portal.of(scene);
        Contest contest = new Contest()) {
      contest.with(
          Variant.FLINK_EXPORT, portal, Job.of(portal, Job.USUAL_FETCHES, directory), SMALL);
      contest.run(0, 1);
      double peak = contest.median(0, Costs::peakHeap);
      table.row(
          what,
          Figures.whole(scene.bytes() / 1e6),
          Long.toString(scene.blockCount()),
          Figures.whole(peak / 1e6),
          Figures.whole(contest.median(0, Costs::collections)),
          Figures.whole(contest.median(0, Costs::speed)));
      ended++;
      return peak;
    } catch (IOException e) {
      System.out.println("  failed: " + e.getMessage());
      table.row(
          what,
          Figures.whole(scene.bytes() / 1e6),
          Long.toString(scene.blockCount()),
          "failed",
          "",
          "");
      return Double.NaN;
    }
  }
}

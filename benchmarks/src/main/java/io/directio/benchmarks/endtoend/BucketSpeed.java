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

/** How fast does Flink write into a bucket, compared with a directory? */
final class BucketSpeed {

  static final String METHOD =
      """
      The same files are exported by Flink (as in the part `flink`) into a directory and into a \
      bucket, by turns, after two rounds each that do not count. The less there is to export, the \
      more of the time goes to the last checkpoint and the publication, during which nothing is \
      read: with 2 files of 512 MiB the ratio was 0.55, with 2 of 1024 MiB 0.69. The bucket is in \
      the process that \
      is also portal and storage: the same kind of S3 server as the store, written in Java, which \
      checks signatures and checksums, and keeps the bytes of all objects in one file; its work \
      shares the cores with the export. Each part is put once, and copied by the server when a file \
      is published: as in a store of many machines the copy costs those that are measured nothing, \
      since it shares the bytes. *CPU*: of the exporting process; *server CPU*: of the process that \
      is portal, storage and bucket.""";

  private static final double LEAST = 0.7;

  /** Compiling the client and the server of S3 takes a while, and would be measured else. */
  private static final int WARM_UPS = 2;

  private final Effort effort;
  private final Path directory;
  private final List<Bar> bars = new ArrayList<>();
  private final Table table =
      new Table(
          "files written",
          "directory MB/s",
          "bucket MB/s",
          "bucket / directory",
          "directory CPU s/GB",
          "bucket CPU s/GB",
          "server CPU s/GB, directory",
          "server CPU s/GB, bucket");

  BucketSpeed(Effort effort, Path directory) {
    this.effort = effort;
    this.directory = directory;
  }

  Measured measure() throws IOException {
    long size = (effort == Effort.QUICK ? 128L : 2048L) << 20;
    Scene scene = Scene.usual(2, size, Sample.JARS, BlockSize.FOUR_MIB);
    compare("2 of " + (size >> 20) + " MiB, " + scene.blockText(), scene);
    return new Measured(bars, List.of(table));
  }

  private void compare(String what, Scene scene) throws IOException {
    System.out.println("Export into a bucket against a directory: " + what);
    try (Portal portal = Portal.of(scene);
        Contest contest = new Contest()) {
      Job job = Job.of(portal, Job.USUAL_FETCHES, directory);
      contest
          .with(Variant.FLINK_EXPORT, portal, job)
          .with(Variant.FLINK_EXPORT_S3, portal, job)
          .run(WARM_UPS, 5);
      double ratio = contest.ratio(round -> round.get(1).speed() / round.get(0).speed());
      table.row(
          what,
          Figures.whole(contest.median(0, Costs::speed)),
          Figures.whole(contest.median(1, Costs::speed)),
          Figures.fine(ratio),
          Figures.fine(contest.median(0, Costs::cpuPerGb)),
          Figures.fine(contest.median(1, Costs::cpuPerGb)),
          Figures.fine(contest.median(0, Costs::serverCpuPerGb)),
          Figures.fine(contest.median(1, Costs::serverCpuPerGb)));
      bars.add(Bar.atLeast("MB/s, bucket / directory: " + what, ratio, LEAST));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.cli.download.OutputPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A copy of a manifest, where the user wants it. Nobody sees half of it. */
final class ReportFile implements AutoCloseable {

  private final Path report;
  private final Path draft;

  private ReportFile(Path report, Path draft) {
    this.report = report;
    this.draft = draft;
  }

  /**
   * Begins the copy with an empty draft beside it, so that hours of work don't end with a place
   * that can't be written.
   *
   * @throws UsageException if it has no folder to be in, or something else has its name
   * @throws IOException if nothing can be written there
   */
  static ReportFile begin(Path path) throws IOException {
    Path report = OutputPath.follow(path).path();
    if (Files.exists(report) && !Files.isRegularFile(report)) {
      String what = Files.isDirectory(report) ? " is a folder" : " is no regular file";
      throw new UsageException("--report '" + path + "'" + what, "name a file in a folder");
    }
    if (!Files.isDirectory(report.getParent())) {
      throw new UsageException(
          "there is no folder for --report '" + path + "'", "make it first, or name another");
    }
    Path draft = report.resolveSibling("." + report.getFileName() + ".directio-draft");
    Files.write(draft, new byte[0]);
    return new ReportFile(report, draft);
  }

  /** Copies a manifest, and gives the copy its name. */
  void fill(Path manifest) throws IOException {
    Files.copy(manifest, draft, StandardCopyOption.REPLACE_EXISTING);
    Files.move(draft, report, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes the draft, if it didn't become the report. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(draft);
  }
}

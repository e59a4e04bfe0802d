// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A copy of a manifest, where the user wants it. */
final class ReportFile {

  private ReportFile() {}

  /**
   * Finds out before hours of work that the copy could not be written after them.
   *
   * @throws UsageException if it has no folder to be in, or is one itself
   */
  static void check(Path report) {
    if (Files.isDirectory(report)) {
      throw new UsageException("--report '" + report + "' is a folder", "name a file in it");
    }
    if (!Files.isDirectory(report.toAbsolutePath().getParent())) {
      throw new UsageException(
          "there is no folder for --report '" + report + "'", "make it first, or name another");
    }
  }

  /** Copies so that nobody sees half of it. */
  static void copy(Path manifest, Path report) throws IOException {
    Path draft = report.resolveSibling("." + report.getFileName() + ".directio-draft");
    try {
      Files.copy(manifest, draft, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          draft, report, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}

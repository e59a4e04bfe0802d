// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import io.directio.ErrorCode;
import io.directio.ManifestEntry;
import io.directio.assemble.ManifestReader;
import io.directio.read.ReadStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an export ended, by its manifest.
 *
 * @param manifest the manifest, or a copy of it on this machine
 * @param manifestName where the manifest is, for people
 * @param ok files that were transferred
 * @param skipped files that were there already
 * @param failures files that could not be transferred, counted by why
 * @param firstFailures the rows of the first of them
 * @param bytes bytes of the files that were transferred
 * @param transferred bytes that were read for them; fewer if an earlier run had some already
 * @param retries requests that were repeated
 */
public record ExportSummary(
    Path manifest,
    String manifestName,
    long ok,
    long skipped,
    Map<ErrorCode, Long> failures,
    List<ManifestEntry> firstFailures,
    long bytes,
    long transferred,
    long retries) {

  private static final int FIRST = 5;

  static ExportSummary of(Path manifest, String manifestName, ReadStatistics statistics)
      throws IOException {
    long ok = 0;
    long skipped = 0;
    long bytes = 0;
    Map<ErrorCode, Long> failures = new EnumMap<>(ErrorCode.class);
    List<ManifestEntry> first = new ArrayList<>();
    try (ManifestReader reader = ManifestReader.open(manifest)) {
      for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
        switch (row.get().status()) {
          case OK -> {
            ok++;
            bytes += row.get().size();
          }
          case SKIPPED -> skipped++;
          case DELETED -> {
            // It was exported, and is gone: nothing that this export is measured by.
          }
          case FAILED -> {
            failures.merge(row.get().error().code(), 1L, Long::sum);
            if (first.size() < FIRST) {
              first.add(row.get());
            }
          }
        }
      }
    }
    return new ExportSummary(
        manifest,
        manifestName,
        ok,
        skipped,
        failures,
        first,
        bytes,
        statistics.bytes(),
        statistics.retries());
  }

  /** Number of files that could not be transferred. */
  public long failed() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes that were there already, from an interrupted export, and were not transferred again. */
  public long resumed() {
    return Math.max(0, bytes - transferred);
  }

  /** Number of all files. */
  public long files() {
    return ok + skipped + failed();
  }
}

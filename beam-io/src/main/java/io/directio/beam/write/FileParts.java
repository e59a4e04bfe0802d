// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.DestinationException;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileChangedException;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.FileAssembly;
import io.directio.assemble.Receipt;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Puts together what all bundles told of one file, in any order and any number of times. */
final class FileParts {

  private record Version(long fingerprint, long size) {}

  private final Map<Version, FileAssembly> versions = new LinkedHashMap<>();
  private ManifestEntry skipped;
  private ManifestEntry failed;

  static FileParts of(Iterable<FilePart> parts) {
    FileParts all = new FileParts();
    parts.forEach(all::add);
    return all;
  }

  private void add(FilePart part) {
    if (part instanceof FilePart.Written written) {
      written.receipts().forEach(this::add);
      return;
    }
    ManifestEntry row = ((FilePart.Ended) part).row();
    if (row.status() == ManifestEntry.Status.SKIPPED) {
      skipped = row;
    } else if (failed == null) {
      failed = row;
    }
  }

  private void add(Receipt receipt) {
    FileMetadata file = receipt.file();
    FileAssembly assembly =
        versions.computeIfAbsent(
            new Version(file.fingerprint(), file.size()), any -> new FileAssembly(file));
    try {
      assembly.add(receipt);
    } catch (FileChangedException e) {
      fail(file, e);
    }
  }

  private void fail(FileMetadata file, DirectIOException cause) {
    failed = ManifestEntry.failed(file, cause);
  }

  /** The file, if every byte of a version of it is at the destination: the newest such one. */
  Optional<CompletedFile> completed() {
    return versions.values().stream()
        .filter(FileAssembly::complete)
        .max(Comparator.comparingLong(assembly -> assembly.file().file().version()))
        .map(FileAssembly::completed);
  }

  /** How the file ended if it is not complete: never with nothing. */
  ManifestEntry row() {
    if (failed == null && skipped == null) {
      explain();
    }
    return failed == null ? skipped : failed;
  }

  private void explain() {
    FileAssembly last = null;
    for (FileAssembly version : versions.values()) {
      last = version;
    }
    FileMetadata file = last.file();
    String arrived = "only " + last.received() + " of " + file.size() + " bytes arrived";
    fail(
        file,
        versions.size() > 1
            ? new FileChangedException(
                file.file().fileId(), arrived + " in its latest version; run the export again")
            : new DestinationException(
                ErrorCode.DESTINATION,
                file.file().path(),
                arrived + "; were blocks filtered out before they were written?"));
  }
}

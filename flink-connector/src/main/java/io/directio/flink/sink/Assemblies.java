// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileChangedException;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.FileAssembly;
import io.directio.assemble.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that are being assembled. One whose receipts cover it is complete and leaves; one that
 * fails leaves as well. So what is kept is what is in flight.
 *
 * <p>A file that changed while it was read is read again under another fingerprint; for a time it
 * has two assemblies, of which only the newer can become complete.
 */
final class Assemblies {

  /** What is left over of others is deleted by a later export, when it is old enough. */
  private static final int MOST_SUPERSEDED = 10_000;

  private final Map<Long, List<FileAssembly>> byFile = new HashMap<>();
  private final Recent<FileVersion> failed = new Recent<>();

  /** Files that have the row of a failure; one is enough. */
  private final Recent<Long> reported = new Recent<>();

  private final Map<Long, FileRef> superseded = new LinkedHashMap<>();
  private List<CompletedFile> completed = new ArrayList<>();
  private List<ManifestEntry> ended = new ArrayList<>();

  /** Counts a receipt in. */
  void add(Receipt receipt) {
    long fileId = receipt.file().file().fileId();
    if (failed.contains(FileVersion.of(receipt.file()))) {
      return;
    }
    List<FileAssembly> versions = byFile.computeIfAbsent(fileId, any -> new ArrayList<>(1));
    FileAssembly assembly = versionOf(versions, receipt.file());
    try {
      assembly.add(receipt);
    } catch (FileChangedException e) {
      add(ManifestEntry.failed(BlockWriter.described(receipt.file()), e));
      return;
    }
    if (assembly.complete()) {
      byFile.remove(fileId);
      reported.remove(fileId);
      if (versions.size() > 1) {
        supersede(assembly.file().file());
      }
      completed.add(assembly.completed());
    }
  }

  /** Takes the row of a file that ended without being assembled. */
  void add(ManifestEntry entry) {
    List<FileAssembly> versions = byFile.remove(entry.fileId());
    if (entry.status() != ManifestEntry.Status.FAILED) {
      ended.add(entry);
      return;
    }
    if (versions != null) {
      versions.forEach(version -> failed.add(FileVersion.of(version.file())));
    }
    if (reported.add(entry.fileId())) {
      ended.add(entry);
    }
  }

  /** Goes on with an assembly of a restored state. */
  void restore(FileMetadata file, List<FileAssembly.Range> ranges) {
    try {
      byFile
          .computeIfAbsent(file.file().fileId(), any -> new ArrayList<>(1))
          .add(FileAssembly.restore(file, ranges));
    } catch (FileChangedException e) {
      throw new IllegalStateException("A state holds ranges that contradict each other", e);
    }
  }

  /** Gives up on whatever is incomplete: the input has ended. */
  void end() {
    for (List<FileAssembly> versions : List.copyOf(byFile.values())) {
      FileAssembly last = versions.get(versions.size() - 1);
      FileMetadata file = last.file();
      superseded.put(file.file().fileId(), file.file());
      add(
          ManifestEntry.failed(
              BlockWriter.described(file),
              new DestinationException(
                  ErrorCode.DESTINATION,
                  file.file().path(),
                  "the input ended when only "
                      + last.received()
                      + " of "
                      + file.size()
                      + " bytes had arrived; were blocks filtered out before the sink?")));
    }
    byFile.clear();
  }

  /** A file of which an older version is left over, to be deleted at the end. */
  void supersede(FileRef file) {
    if (superseded.size() < MOST_SUPERSEDED) {
      superseded.put(file.fileId(), file);
    }
  }

  /** The files of which something is left over that will never be complete. */
  List<FileRef> superseded() {
    return List.copyOf(superseded.values());
  }

  /** The files that became complete since the last call. */
  List<CompletedFile> takeCompleted() {
    List<CompletedFile> taken = completed;
    completed = new ArrayList<>();
    return taken;
  }

  /** The rows that came since the last call. */
  List<ManifestEntry> takeEnded() {
    List<ManifestEntry> taken = ended;
    ended = new ArrayList<>();
    return taken;
  }

  /** What is incomplete, for a state. */
  List<FileAssembly> incomplete() {
    List<FileAssembly> all = new ArrayList<>();
    byFile.values().forEach(all::addAll);
    return all;
  }

  /** Number of files that are incomplete, for a metric. */
  int size() {
    return byFile.size();
  }

  private static FileAssembly versionOf(List<FileAssembly> versions, FileMetadata file) {
    for (FileAssembly known : versions) {
      if (known.file().fingerprint() == file.fingerprint() && known.file().size() == file.size()) {
        return known;
      }
    }
    FileAssembly fresh = new FileAssembly(file);
    versions.add(fresh);
    return fresh;
  }
}

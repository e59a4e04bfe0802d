// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileChangedException;
import io.directio.FileDeletion;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.Stored;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.FileAssembly;
import io.directio.assemble.Receipt;
import io.directio.assemble.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that are being assembled. One whose receipts cover it is complete and leaves; one that
 * fails leaves as well. So what is kept is what is in flight.
 *
 * <p>A file that changes is read again under another fingerprint, and for a time it has several
 * assemblies. Any of them can become complete, in any order: what is older than a complete version
 * is given up, what is newer goes on, and of those that become complete together only the newest is
 * published. Versions tell the order where events brought them, or else the order of arrival.
 */
final class Assemblies {

  /** What is left over of others is deleted by a later export, when it is old enough. */
  private static final int MOST_SUPERSEDED = 10_000;

  private final Map<Long, List<FileAssembly>> byFile = new HashMap<>();
  private final Recent<FileVersion> failed = new Recent<>();

  /** What became complete here. Parts of it come once more if the file is named twice. */
  private final Recent<FileVersion> whole = new Recent<>();

  /** What has the row of a failure; one is enough. */
  private final Recent<Named> reported = new Recent<>();

  /** A file as rows name it, in the version that events told of. */
  private record Named(long fileId, long version) {}

  /**
   * Files that were there already. Parts of them come nevertheless when a job goes on from a
   * savepoint that it had left behind: some were assigned before it, and the rest is skipped.
   */
  private final Recent<Present> present = new Recent<>();

  private record Present(long fileId, long size, long version) {
    static Present of(FileMetadata file) {
      return new Present(file.file().fileId(), file.size(), file.file().version());
    }
  }

  /** Tells what the destination holds of a file. */
  interface Lookup {
    Stored find(FileMetadata file) throws DestinationException;
  }

  private final Map<Long, FileRef> superseded = new LinkedHashMap<>();
  private final RecentVersions done = new RecentVersions();
  private Map<Long, CompletedFile> completed = new LinkedHashMap<>();
  private List<ManifestEntry> ended = new ArrayList<>();
  private List<FileDeletion> deleted = new ArrayList<>();

  /** Counts a receipt in. */
  void add(Receipt receipt) {
    FileMetadata file = receipt.file();
    if (failed.contains(FileVersion.of(file))
        || done.isOutdated(file.file().fileId(), file.file().version())) {
      return;
    }
    FileAssembly assembly = versionOf(file);
    try {
      assembly.add(receipt);
    } catch (FileChangedException e) {
      fail(assembly);
      report(ManifestEntry.failed(file, e));
      return;
    }
    if (assembly.complete()) {
      complete(assembly);
    }
  }

  private void complete(FileAssembly assembly) {
    FileRef file = assembly.file().file();
    List<FileAssembly> versions = byFile.get(file.fileId());
    List<FileAssembly> newer = newerThan(assembly, versions);
    boolean alone = versions.size() - newer.size() == 1;
    keep(file.fileId(), newer);
    done.add(file.fileId(), file.version());
    whole.add(FileVersion.of(assembly.file()));
    reported.remove(new Named(file.fileId(), file.version()));
    // What becomes complete in one checkpoint is published in no certain order.
    boolean first = completed.put(file.fileId(), assembly.completed()) == null;
    if (!alone || !first) {
      supersede(file);
    }
  }

  private static List<FileAssembly> newerThan(FileAssembly complete, List<FileAssembly> versions) {
    boolean arrivedLater = false;
    List<FileAssembly> newer = new ArrayList<>(0);
    for (FileAssembly other : versions) {
      boolean newerThanIt =
          areOrdered(version(other), version(complete))
              ? version(other) > version(complete)
              : arrivedLater;
      if (other != complete && newerThanIt) {
        newer.add(other);
      }
      arrivedLater |= other == complete;
    }
    return newer;
  }

  /** Takes the row of a file that ended without being assembled. */
  void add(ManifestEntry entry) {
    if (entry.status() == ManifestEntry.Status.FAILED) {
      addFailed(entry);
    } else {
      addPresent(entry);
    }
  }

  private void addFailed(ManifestEntry entry) {
    if (done.isOutdated(entry.fileId(), entry.version())) {
      return;
    }
    // Where events don't tell versions, they fail in the order in which they came.
    versionsOf(entry.fileId()).stream()
        .filter(
            assembly ->
                !areOrdered(version(assembly), entry.version())
                    || version(assembly) == entry.version())
        .findFirst()
        .ifPresent(this::fail);
    report(entry);
  }

  private void addPresent(ManifestEntry entry) {
    present.add(new Present(entry.fileId(), entry.size(), entry.version()));
    done.add(entry.fileId(), entry.version());
    keep(
        entry.fileId(),
        versionsOf(entry.fileId()).stream()
            .filter(
                assembly ->
                    areOrdered(version(assembly), entry.version())
                        ? version(assembly) > entry.version()
                        : assembly.file().size() != entry.size())
            .toList());
    ended.add(entry);
  }

  private List<FileAssembly> versionsOf(long fileId) {
    return byFile.getOrDefault(fileId, List.of());
  }

  private static long version(FileAssembly assembly) {
    return assembly.file().file().version();
  }

  private static boolean areOrdered(long version, long other) {
    return version != FileRef.UNKNOWN && other != FileRef.UNKNOWN;
  }

  /** A file is gone: what has come of it is given up, unless it is newer. */
  void add(FileDeletion deletion) {
    deleted.add(deletion);
    done.add(deletion.fileId(), deletion.file().version());
    for (long fileId : idsOf(deletion)) {
      List<FileAssembly> versions = byFile.get(fileId);
      Revision until = Revision.of(deletion.file());
      keep(
          fileId,
          versions.stream().filter(v -> Revision.of(v.file().file()).isAfter(until)).toList());
      supersede(versions.get(0).file().file());
    }
  }

  /** A deletion need not tell the file's id. */
  private List<Long> idsOf(FileDeletion deletion) {
    if (deletion.fileId() != FileRef.UNKNOWN) {
      return byFile.containsKey(deletion.fileId()) ? List.of(deletion.fileId()) : List.of();
    }
    return byFile.values().stream()
        .map(versions -> versions.get(0).file().file())
        .filter(file -> deletion.guid().equals(file.details().guid()))
        .map(FileRef::fileId)
        .toList();
  }

  private void fail(FileAssembly assembly) {
    failed.add(FileVersion.of(assembly.file()));
    long fileId = assembly.file().file().fileId();
    keep(fileId, byFile.get(fileId).stream().filter(other -> other != assembly).toList());
  }

  private void report(ManifestEntry failure) {
    if (reported.add(new Named(failure.fileId(), failure.version()))) {
      ended.add(failure);
    }
  }

  private void keep(long fileId, List<FileAssembly> versions) {
    if (versions.isEmpty()) {
      byFile.remove(fileId);
    } else {
      byFile.put(fileId, new ArrayList<>(versions));
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

  /**
   * Gives up on whatever is incomplete: the input has ended. A file that is there nevertheless was
   * published by a job that went on after the savepoint which this one goes on from; the source
   * skipped the rest of it.
   */
  void end(Lookup destination) throws DestinationException {
    for (List<FileAssembly> versions : List.copyOf(byFile.values())) {
      FileAssembly last = versions.get(versions.size() - 1);
      FileMetadata file = last.file();
      superseded.put(file.file().fileId(), file.file());
      if (whole.contains(FileVersion.of(file)) || present.contains(Present.of(file))) {
        continue;
      }
      if (destination.find(file) instanceof Stored.Whole there) {
        ended.add(ManifestEntry.skipped(file, there.path(), there.crc32c()));
        continue;
      }
      report(
          ManifestEntry.failed(
              file,
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
    List<CompletedFile> taken = List.copyOf(completed.values());
    completed = new LinkedHashMap<>();
    return taken;
  }

  /** The rows that came since the last call. */
  List<ManifestEntry> takeEnded() {
    List<ManifestEntry> taken = ended;
    ended = new ArrayList<>();
    return taken;
  }

  /** The deletions that came since the last call. */
  List<FileDeletion> takeDeleted() {
    List<FileDeletion> taken = deleted;
    deleted = new ArrayList<>();
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

  private FileAssembly versionOf(FileMetadata file) {
    List<FileAssembly> versions =
        byFile.computeIfAbsent(file.file().fileId(), any -> new ArrayList<>(1));
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

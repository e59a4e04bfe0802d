// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ManifestEntry;
import io.directio.assemble.ManifestFinding.Verdict;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Compares files with the manifest of what was published, by reading every one of them again.
 *
 * <p>A file that has several rows, of several runs, is compared with the last one. Memory doesn't
 * grow with the number of rows: the rows of a large manifest are sorted into temporary files first.
 *
 * <p>Paths in a manifest are not trusted: one that leads out of the directory is not followed.
 *
 * <p><b>Threading:</b> thread-safe. A verification reads several files at once, on threads of its
 * own, and calls its listener from one of them at a time.
 */
public final class ManifestVerifier {

  private final ExportedFiles files;
  private final int threads;
  private final long partitionBytes;

  /**
   * @param root the directory that the paths of the manifest are below
   * @param threads how many files are read at once
   */
  public ManifestVerifier(Path root, int threads) {
    this(root, threads, ManifestPartitions.DEFAULT_BYTES);
  }

  /**
   * @param files what was published
   * @param threads how many files are read at once
   */
  public ManifestVerifier(ExportedFiles files, int threads) {
    this(files, threads, ManifestPartitions.DEFAULT_BYTES);
  }

  ManifestVerifier(Path root, int threads, long partitionBytes) {
    this(new LocalFiles(root), threads, partitionBytes);
  }

  private ManifestVerifier(ExportedFiles files, int threads, long partitionBytes) {
    this.files = files;
    this.threads = threads;
    this.partitionBytes = partitionBytes;
  }

  /**
   * How many files were found how.
   *
   * @param ok files that are as their row says
   * @param missing files that are not there
   * @param different files with another size or digest
   * @param unchecked files that there was nothing to compare with
   * @param bytes bytes that were read
   * @param torn whether a manifest ended with half a row, so that files may have been left out
   */
  public record Summary(
      long ok, long missing, long different, long unchecked, long bytes, boolean torn) {

    /** Whether every file was found to be as its row says. */
    public boolean isWell() {
      return missing == 0 && different == 0 && unchecked == 0;
    }
  }

  /**
   * Verifies what is in a manifest.
   *
   * @param manifest a manifest, or a directory with manifests: its files {@code *.jsonl} in the
   *     order of their names
   * @param listener is told of every file, in no order
   * @throws DestinationException if the manifest can't be read, or none of the files can
   * @throws InterruptedException if the caller was interrupted
   */
  public Summary verify(Path manifest, Consumer<ManifestFinding> listener)
      throws DestinationException, InterruptedException {
    Tally tally = new Tally(listener);
    AtomicReference<DestinationException> end = new AtomicReference<>();
    try (ManifestPartitions partitions = ManifestPartitions.of(manifest, partitionBytes);
        Batch batch = new Batch("directio-verify", threads)) {
      for (int i = 0; i < partitions.count(); i++) {
        List<ManifestEntry> rows = new ArrayList<>(partitions.lastRows(i));
        // What was deleted with the portal's file is as it should be.
        rows.removeIf(row -> row.status() == ManifestEntry.Status.DELETED);
        batch.forEach(rows, row -> check(row, tally, end));
        if (end.get() != null) {
          throw end.get();
        }
      }
      return tally.summary(partitions.isTorn());
    }
  }

  private void check(ManifestEntry row, Tally tally, AtomicReference<DestinationException> end) {
    if (end.get() != null) {
      return;
    }
    try {
      tally.add(compare(row));
    } catch (DestinationException e) {
      end.compareAndSet(null, e);
    }
  }

  private ManifestFinding compare(ManifestEntry row) throws DestinationException {
    if (row.status() == ManifestEntry.Status.FAILED) {
      return new ManifestFinding(row, Verdict.UNCHECKED, "it was not transferred");
    }
    try {
      Optional<ExportedFiles.Found> file = files.find(row.path());
      if (file.isEmpty()) {
        return new ManifestFinding(row, Verdict.MISSING, "it is not there");
      }
      if (file.get().size() != row.size()) {
        return different(row, file.get().size() + " bytes instead of " + row.size());
      }
      if (row.crc32c() == null) {
        return new ManifestFinding(row, Verdict.UNCHECKED, "its digest is not in the manifest");
      }
      int found = file.get().crc32c();
      return found == row.crc32c()
          ? new ManifestFinding(row, Verdict.OK, "")
          : different(row, String.format("CRC-32C %08x instead of %08x", found, row.crc32c()));
    } catch (DestinationException e) {
      throw e;
    } catch (IOException e) {
      return different(row, "it can't be read: " + reason(e));
    }
  }

  private static ManifestFinding different(ManifestEntry row, String detail) {
    return new ManifestFinding(row, Verdict.DIFFERENT, detail);
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : Printable.of(reason);
  }

  /** Counts findings, and passes them on one at a time. */
  private static final class Tally {
    private final Consumer<ManifestFinding> listener;
    private final long[] counts = new long[Verdict.values().length];
    private long bytes;

    Tally(Consumer<ManifestFinding> listener) {
      this.listener = listener;
    }

    synchronized void add(ManifestFinding finding) {
      counts[finding.verdict().ordinal()]++;
      if (finding.verdict() == Verdict.OK) {
        bytes += finding.row().size();
      }
      listener.accept(finding);
    }

    synchronized Summary summary(boolean torn) {
      return new Summary(
          counts[Verdict.OK.ordinal()],
          counts[Verdict.MISSING.ordinal()],
          counts[Verdict.DIFFERENT.ordinal()],
          counts[Verdict.UNCHECKED.ordinal()],
          bytes,
          torn);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Merges manifests, each sorted by file id, into one with a single row for each file. Needs the
 * memory of a few rows, whatever the number of files.
 *
 * <p>A file can have several rows: an attempt of the job may have found already stored what an
 * earlier one had published, several runs of blocks of a file may have failed, and the input may
 * name a file twice. The best row of its newest version counts, since a file that was published is
 * there.
 */
final class ManifestMerge {

  /** So many manifests are open at the same time. */
  private static final int FAN_IN = 64;

  private static final class Source {
    final ManifestReader reader;
    final int age;
    ManifestEntry row;

    Source(ManifestReader reader, int age) {
      this.reader = reader;
      this.age = age;
    }

    boolean advance() throws DestinationException {
      Optional<ManifestEntry> next = reader.next();
      row = next.orElse(null);
      return next.isPresent();
    }
  }

  private ManifestMerge() {}

  /**
   * The row that counts of two for the same file. Of two versions, where events told them, it is
   * that of the newer, also if that failed: what is there is not what the portal has. Otherwise one
   * that could be dealt with before one that failed; of two failures the first, which tells how it
   * began; of two that are there the one that was transferred, and otherwise the later, which tells
   * what is there now.
   */
  static ManifestEntry better(ManifestEntry earlier, ManifestEntry later) {
    boolean ordered = earlier.version() != FileRef.UNKNOWN && later.version() != FileRef.UNKNOWN;
    if (ordered && earlier.version() != later.version()) {
      return earlier.version() > later.version() ? earlier : later;
    }
    if (later.status() == Status.FAILED) {
      return earlier;
    }
    boolean foundAgain = later.status() == Status.SKIPPED && earlier.status() == Status.OK;
    return foundAgain ? earlier : later;
  }

  /**
   * Merges manifests.
   *
   * @param parts from the oldest to the newest
   * @param work a directory for intermediate results, if there are many
   * @param into replaced atomically; may be one of the parts
   * @param rows takes each row that was written
   */
  static void merge(List<Path> parts, Path work, Path into, ManifestStore.Rows rows)
      throws IOException {
    List<Path> left = parts;
    int round = 0;
    while (left.size() > FAN_IN) {
      List<Path> merged = new ArrayList<>();
      for (int from = 0; from < left.size(); from += FAN_IN) {
        Path target = work.resolve("merge-" + round + "-" + merged.size() + ".jsonl");
        mergeOnce(left.subList(from, Math.min(left.size(), from + FAN_IN)), target, row -> {});
        merged.add(target);
      }
      left = merged;
      round++;
    }
    mergeOnce(left, into, rows);
  }

  private static void mergeOnce(List<Path> parts, Path into, ManifestStore.Rows rows)
      throws IOException {
    List<ManifestReader> readers = new ArrayList<>();
    try (ManifestWriter writer = ManifestWriter.replacing(into)) {
      PriorityQueue<Source> sources =
          new PriorityQueue<>(
              Comparator.comparingLong((Source source) -> source.row.fileId())
                  .thenComparingInt(source -> source.age));
      for (Path part : parts) {
        ManifestReader reader = ManifestReader.open(part);
        readers.add(reader);
        Source source = new Source(reader, readers.size());
        if (source.advance()) {
          sources.add(source);
        }
      }
      while (!sources.isEmpty()) {
        ManifestEntry row = next(sources);
        writer.write(row);
        rows.row(row);
      }
      writer.commit();
    } finally {
      for (ManifestReader reader : readers) {
        reader.close();
      }
    }
  }

  /** The best row of the file with the lowest id. */
  private static ManifestEntry next(PriorityQueue<Source> sources) throws DestinationException {
    ManifestEntry best = null;
    while (!sources.isEmpty() && (best == null || sources.peek().row.fileId() == best.fileId())) {
      Source source = sources.remove();
      best = best == null ? source.row : better(best, source.row);
      if (source.advance()) {
        sources.add(source);
      }
    }
    return best;
  }
}

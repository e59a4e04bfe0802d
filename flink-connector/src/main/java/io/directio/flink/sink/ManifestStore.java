// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.ManifestEntry;
import io.directio.assemble.ManifestWriter;
import io.directio.flink.sink.FileCommit.Segment;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The manifests of exports in a directory. While an export runs, each committed batch is a segment
 * of its own, {@code RUN/CHECKPOINT-NUMBER.jsonl}, which replaces itself when the batch is
 * committed again. When it has ended, the segments are merged into {@code RUN.jsonl}, with one row
 * for each file, by ascending id, and are gone.
 *
 * <p>The merge takes in what an earlier one has made, so that it can be repeated at any time, also
 * after an export was rewound to an old savepoint.
 *
 * <p><b>Threading:</b> not thread-safe; there is one committer.
 */
final class ManifestStore {

  /** Takes the rows of a merged manifest. */
  interface Rows {
    void row(ManifestEntry row) throws IOException;
  }

  private final Path directory;

  /**
   * @param directory made when it is needed
   */
  ManifestStore(Path directory) {
    this.directory = directory;
  }

  /** Where the manifest of an export is once it has ended. */
  static Path manifestOf(Path directory, String run) {
    return directory.resolve(run + ".jsonl");
  }

  /** Writes a segment, durably. */
  void write(Segment segment, List<ManifestEntry> rows) throws IOException {
    SortedMap<Long, ManifestEntry> sorted = new TreeMap<>();
    for (ManifestEntry row : rows) {
      sorted.merge(row.fileId(), row, ManifestMerge::better);
    }
    String name = String.format("%019d-%06d.jsonl", segment.checkpointId(), segment.number());
    try (ManifestWriter writer =
        ManifestWriter.replacing(directory.resolve(segment.run()).resolve(name))) {
      for (ManifestEntry row : sorted.values()) {
        writer.write(row);
      }
      writer.commit();
    }
  }

  /**
   * Merges the segments of an export.
   *
   * @param rows takes each row of the merged manifest
   */
  void finish(String run, Rows rows) throws IOException {
    Path segments = directory.resolve(run);
    Path manifest = manifestOf(directory, run);
    try {
      List<Path> parts = new ArrayList<>();
      if (Files.exists(manifest)) {
        parts.add(manifest);
      }
      parts.addAll(partsIn(segments));
      ManifestMerge.merge(parts, segments, manifest, rows);
      delete(segments);
    } catch (DestinationException e) {
      throw e;
    } catch (IOException e) {
      throw new DestinationException(
          ErrorCode.DESTINATION, manifest.toString(), "the manifest could not be merged", e);
    }
  }

  private static List<Path> partsIn(Path segments) throws IOException {
    List<Path> parts = new ArrayList<>();
    if (Files.isDirectory(segments)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(segments, "*.jsonl")) {
        files.forEach(parts::add);
      }
    }
    parts.sort(null);
    return parts;
  }

  /** Deletes the segments, and the drafts of committers that were killed. */
  private static void delete(Path segments) throws IOException {
    if (!Files.isDirectory(segments)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(segments)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(segments);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ManifestEntry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of manifests, in parts that fit into memory: all rows of a file are in the same part. A
 * small manifest is one part, and is read where it is; a large one is copied into temporary files,
 * a part each.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class ManifestPartitions implements Closeable {

  /**
   * Some hundred thousand rows, of which a JVM with a small heap can hold the last of each file.
   */
  static final long DEFAULT_BYTES = 24L << 20;

  /** Each has a buffer while rows are sorted. */
  private static final int MAX_PARTS = 256;

  private final List<Path> parts;
  private final Path temporary; // null if there are no copies
  private boolean torn;

  private ManifestPartitions(List<Path> parts, Path temporary) {
    this.parts = parts;
    this.temporary = temporary;
  }

  /**
   * Takes the rows of one manifest, or of all in a directory.
   *
   * @param bytes how large a part may be
   */
  static ManifestPartitions of(Path manifest, long bytes) throws DestinationException {
    try {
      List<Path> manifests = manifests(manifest);
      long total = 0;
      for (Path one : manifests) {
        total += Files.size(one);
      }
      if (total <= bytes) {
        return new ManifestPartitions(manifests, null);
      }
      int count = (int) Math.min(MAX_PARTS, total / bytes + 1);
      return sort(manifests, count);
    } catch (IOException e) {
      throw FileTrouble.of(manifest.toString(), "the manifest could not be read", e);
    }
  }

  /** Number of parts. */
  int count() {
    return temporary == null ? 1 : parts.size();
  }

  /** The last row of each file that is in a part. */
  Collection<ManifestEntry> lastRows(int part) throws DestinationException {
    Map<Long, ManifestEntry> rows = new LinkedHashMap<>();
    for (Path path : temporary == null ? parts : List.of(parts.get(part))) {
      try (ManifestReader reader = ManifestReader.open(path)) {
        for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
          rows.put(row.get().fileId(), row.get());
        }
        torn |= reader.isTorn();
      }
    }
    return rows.values();
  }

  /** Whether a manifest ended with half a row; known once all parts have been read. */
  boolean isTorn() {
    return torn;
  }

  @Override
  public void close() throws DestinationException {
    if (temporary == null) {
      return;
    }
    try {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw FileTrouble.of(temporary.toString(), "temporary files could not be deleted", e);
    }
  }

  private static ManifestPartitions sort(List<Path> manifests, int count) throws IOException {
    Path temporary = Files.createTempDirectory("directio-verify");
    List<Path> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(temporary.resolve(i + ".jsonl"));
    }
    ManifestPartitions partitions = new ManifestPartitions(parts, temporary);
    List<ManifestWriter> writers = new ArrayList<>();
    try {
      for (Path part : parts) {
        writers.add(ManifestWriter.appendingTo(part));
      }
      for (Path manifest : manifests) {
        try (ManifestReader reader = ManifestReader.open(manifest)) {
          for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
            writers.get(Math.floorMod(Long.hashCode(row.get().fileId()), count)).write(row.get());
          }
          partitions.torn |= reader.isTorn();
        }
      }
      for (ManifestWriter writer : writers) {
        writer.close();
      }
      return partitions;
    } catch (IOException e) {
      for (ManifestWriter writer : writers) {
        try {
          writer.close();
        } catch (IOException again) {
          e.addSuppressed(again);
        }
      }
      partitions.close();
      throw e;
    }
  }

  private static List<Path> manifests(Path manifest) throws IOException {
    if (!Files.isDirectory(manifest)) {
      return List.of(manifest);
    }
    List<Path> manifests = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(manifest, "*.jsonl")) {
      files.forEach(manifests::add);
    }
    Collections.sort(manifests);
    return manifests;
  }
}

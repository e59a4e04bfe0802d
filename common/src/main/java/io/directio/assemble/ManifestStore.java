// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.ManifestEntry;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The manifests of exports in a directory: segments are {@code RUN/SEGMENT.jsonl}, and a manifest
 * is {@code RUN.jsonl}.
 */
public final class ManifestStore implements Manifests {

  private static final String SUFFIX = ".jsonl";

  private final Path directory;

  /**
   * @param directory made when it is needed
   */
  public ManifestStore(Path directory) {
    this.directory = directory;
  }

  /** Where the manifest of an export is once it has ended. */
  public static Path manifestOf(Path directory, String run) {
    return directory.resolve(run + SUFFIX);
  }

  @Override
  public void write(String run, String segment, Collection<ManifestEntry> rows)
      throws DestinationException {
    SortedMap<Long, ManifestEntry> sorted = new TreeMap<>();
    for (ManifestEntry row : rows) {
      sorted.merge(row.fileId(), row, ManifestMerge::better);
    }
    Path path = directory.resolve(run).resolve(segment + SUFFIX);
    try (ManifestWriter writer = ManifestWriter.replacing(path)) {
      for (ManifestEntry row : sorted.values()) {
        writer.write(row);
      }
      writer.commit();
    }
  }

  @Override
  public void finish(String run, Rows rows) throws IOException {
    Path segments = directory.resolve(run);
    Path manifest = manifestOf(directory, run);
    try {
      List<Path> parts = new ArrayList<>();
      if (Files.exists(manifest)) {
        parts.add(manifest);
      }
      List<Path> merged = partsIn(segments);
      parts.addAll(merged);
      ManifestMerge.merge(parts, segments, manifest, rows);
      delete(segments, merged);
    } catch (DestinationException e) {
      throw e;
    } catch (IOException e) {
      throw new DestinationException(
          ErrorCode.DESTINATION, manifest.toString(), "the manifest could not be merged", e);
    }
  }

  @Override
  public List<String> runs() throws DestinationException {
    try {
      return partsIn(directory).stream()
          .map(path -> path.getFileName().toString())
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .toList();
    } catch (IOException e) {
      throw FileTrouble.of(directory.toString(), "the manifests could not be listed", e);
    }
  }

  public void finishAbandoned(Instant quietSince) throws IOException {
    for (String run : segmented()) {
      if (!hasChangedSince(directory.resolve(run), quietSince)) {
        finish(run, row -> {});
      }
    }
  }

  private List<String> segmented() throws IOException {
    List<String> runs = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, path -> Files.isDirectory(path))) {
      entries.forEach(path -> runs.add(path.getFileName().toString()));
    } catch (NoSuchFileException e) {
      // Nothing was ever exported.
    }
    return runs;
  }

  private static boolean hasChangedSince(Path segments, Instant limit) throws IOException {
    // A directory changes with each file that is added.
    return Files.getLastModifiedTime(segments).toInstant().isAfter(limit);
  }

  @Override
  public String location(String run) {
    return manifestOf(directory, run).toString();
  }

  @Override
  public void copy(String run, Path into) throws IOException {
    Files.copy(manifestOf(directory, run), into);
  }

  private static List<Path> partsIn(Path segments) throws IOException {
    List<Path> parts = new ArrayList<>();
    if (Files.isDirectory(segments)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(segments, "*" + SUFFIX)) {
        files.forEach(parts::add);
      }
    }
    parts.sort(null);
    return parts;
  }

  private static boolean isSegment(String name) {
    return name.endsWith(".jsonl") && !name.startsWith(".") && !name.startsWith("merge-");
  }

  /**
   * Deletes the segments that were merged, and the drafts of committers that were killed; not a
   * segment that has come meanwhile.
   */
  private static void delete(Path segments, List<Path> merged) throws IOException {
    if (!Files.isDirectory(segments)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(segments)) {
      for (Path file : files) {
        if (merged.contains(file) || !isSegment(file.getFileName().toString())) {
          Files.deleteIfExists(file);
        }
      }
    }
    try {
      Files.deleteIfExists(segments);
    } catch (DirectoryNotEmptyException e) {
      // The export goes on.
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.assemble.ManifestReader;
import io.directio.emulator.EmulatedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What jobs have put into a directory, or into a bucket of which the objects are files.
 *
 * @param root made by the first export
 */
record Output(Path root) {

  private static final int PIECE = 64 << 10;

  /** Where the manifest of a job is once it has ended. */
  Path manifest(String job) {
    return manifests().resolve(job + ".jsonl");
  }

  Path manifests() {
    return root.resolve(".directio/manifest");
  }

  /** Whether the committer has written the rows of a checkpoint of a running job. */
  boolean isCommitted(String job, long checkpoint) {
    String prefix = String.format("%019d-", checkpoint);
    return names(manifests().resolve(job)).stream()
        .anyMatch(name -> name.startsWith(prefix) && name.endsWith(".jsonl"));
  }

  /** The ids of files that have rows in the parts of the manifest of a running job. */
  List<String> recorded(String job) throws IOException {
    StringBuilder all = new StringBuilder();
    Path parts = manifests().resolve(job);
    for (String part : names(parts)) {
      if (part.endsWith(".jsonl")) {
        all.append(Files.readString(parts.resolve(part)));
      }
    }
    return all.toString().lines().map(Output::fileId).toList();
  }

  private static String fileId(String row) {
    return row.replaceFirst(".*\"file_id\":(\\d+).*", "$1");
  }

  /** The files that are visible, by their paths below the root. */
  List<String> published() {
    List<String> paths = new ArrayList<>();
    for (String name : names(root)) {
      if (!name.startsWith(".")) {
        addFiles(name, paths);
      }
    }
    return paths;
  }

  private void addFiles(String path, List<String> paths) {
    if (Files.isDirectory(root.resolve(path))) {
      names(root.resolve(path)).forEach(name -> addFiles(path + "/" + name, paths));
    } else {
      paths.add(path);
    }
  }

  /** What has been begun and not been published, by its names. */
  List<String> partials() {
    return names(root.resolve(".directio/partial"));
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows of the manifest of a job that has ended; no file may have two. */
  Map<Long, ManifestEntry> rows(String job) throws IOException {
    assertThat(manifests().resolve(job)).as("parts of the manifest").doesNotExist();
    Map<Long, ManifestEntry> rows = new TreeMap<>();
    try (ManifestReader reader = ManifestReader.open(manifest(job))) {
      for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
        assertThat(rows.put(row.get().fileId(), row.get())).as("another row").isNull();
      }
    }
    return rows;
  }

  /**
   * These files must be there, byte for byte, and nothing else, visible or not.
   *
   * @param path of a file below the root
   */
  void assertHoldsExactly(List<EmulatedFile> files, Function<EmulatedFile, String> path)
      throws IOException {
    assertPublished(files, path);
    assertThat(partials()).as("orphans").isEmpty();
    assertThat(names(root.resolve(".directio"))).isSubsetOf("manifest", "partial", "published");
  }

  /** These files must be visible, byte for byte, and no others. */
  void assertPublished(List<EmulatedFile> files, Function<EmulatedFile, String> path)
      throws IOException {
    assertThat(published()).containsExactlyInAnyOrderElementsOf(files.stream().map(path).toList());
    for (EmulatedFile file : files) {
      assertEqual(file, root.resolve(path.apply(file)));
    }
  }

  private static void assertEqual(EmulatedFile file, Path copy) throws IOException {
    assertThat(copy).as(file.toString()).hasSize(file.size());
    try (InputStream expected = file.content().open();
        InputStream found = Files.newInputStream(copy)) {
      for (long at = 0; at < file.size(); at += PIECE) {
        assertThat(Arrays.equals(expected.readNBytes(PIECE), found.readNBytes(PIECE)))
            .as("%s: bytes from %d", file, at)
            .isTrue();
      }
    }
  }
}

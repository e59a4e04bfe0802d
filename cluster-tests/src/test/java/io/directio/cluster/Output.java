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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The directory that exports go to.
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

  /** The names of files that are visible. */
  List<String> published() {
    return names(root).stream().filter(name -> !name.startsWith(".")).toList();
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

  /** These files must be there, byte for byte, and nothing else, visible or not. */
  void assertHoldsExactly(List<EmulatedFile> files) throws IOException {
    List<String> ids = files.stream().map(file -> Long.toString(file.id())).toList();
    assertThat(published()).containsExactlyInAnyOrderElementsOf(ids);
    for (EmulatedFile file : files) {
      assertEqual(file);
    }
    assertThat(partials()).as("orphans").isEmpty();
    assertThat(names(root.resolve(".directio"))).isSubsetOf("manifest", "partial", "published");
  }

  private void assertEqual(EmulatedFile file) throws IOException {
    Path copy = root.resolve(Long.toString(file.id()));
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

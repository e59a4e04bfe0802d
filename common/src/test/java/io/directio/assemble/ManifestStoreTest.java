// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Compression;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestStoreTest {

  @TempDir Path directory;

  private ManifestStore store;

  @BeforeEach
  void open() {
    store = new ManifestStore(directory.resolve("manifest"));
  }

  private void write(int checkpoint, int number, List<ManifestEntry> rows) throws Exception {
    store.write("run", String.format("%03d-%d", checkpoint, number), rows);
  }

  private static FileMetadata metadata(long id) {
    return FilePlan.of(FileRef.ofId(id), Compression.SNAPPY, true, new long[] {100}, 1 << 20)
        .metadata();
  }

  private static ManifestEntry failed(long id) {
    return ManifestEntry.failed(
        FileRef.ofId(id), new DirectIOException(ErrorCode.NOT_FOUND, "no such file"));
  }

  private static ManifestEntry ok(long id) {
    return ManifestEntry.ok(metadata(id), Long.toString(id), 5);
  }

  private static ManifestEntry skipped(long id) {
    return ManifestEntry.skipped(metadata(id), Long.toString(id), OptionalInt.empty());
  }

  private Map<Long, ManifestEntry> finish() throws Exception {
    store.finish("run", row -> {});
    Map<Long, ManifestEntry> rows = new TreeMap<>();
    Path manifest = ManifestStore.manifestOf(directory.resolve("manifest"), "run");
    try (ManifestReader reader = ManifestReader.open(manifest)) {
      for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
        assertThat(rows.put(row.get().fileId(), row.get())).as("another row").isNull();
      }
    }
    return rows;
  }

  @Test
  void mergesSegmentsByAscendingId() throws Exception {
    write(2, 0, List.of(ok(5), ok(1)));
    write(10, 0, List.of(ok(3)));
    write(10, 1, List.of(ok(2), ok(4)));
    List<Long> seen = new ArrayList<>();
    store.finish("run", row -> seen.add(row.fileId()));
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(Files.list(directory.resolve("manifest"))).hasSize(1);
  }

  @Test
  void keepsTheBestRowOfAFile() throws Exception {
    write(1, 0, List.of(ok(1), failed(1), skipped(2)));
    write(2, 0, List.of(skipped(1), failed(2)));
    write(3, 0, List.of(failed(3), failed(3)));
    Map<Long, ManifestEntry> rows = finish();
    assertThat(rows.get(1L).status()).isEqualTo(Status.OK);
    assertThat(rows.get(2L).status()).isEqualTo(Status.SKIPPED);
    assertThat(rows.get(3L).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void tellsOfTheNewestVersionAlsoThatItFailed() throws Exception {
    write(1, 0, List.of(version(1, 1), failedVersion(2, 8)));
    write(2, 0, List.of(failedVersion(1, 2), version(2, 7)));
    write(3, 0, List.of(version(2, 8)));
    Map<Long, ManifestEntry> rows = finish();
    assertThat(rows.get(1L)).isEqualTo(failedVersion(1, 2));
    assertThat(rows.get(2L)).isEqualTo(version(2, 8));
  }

  private static ManifestEntry version(long id, long version) {
    return new ManifestEntry(id, Long.toString(id), 100, version, 1, 5, Status.OK, null);
  }

  private static ManifestEntry failedVersion(long id, long version) {
    return ManifestEntry.failed(
        new FileRef(id, Long.toString(id), 100, version),
        new DirectIOException(ErrorCode.NOT_FOUND, "no such file"));
  }

  @Test
  void tellsLastWhetherAFileWasDeletedOrIsThereAgain() throws Exception {
    write(1, 0, List.of(ok(1), ok(2), failed(3), ok(4)));
    write(2, 0, List.of(deleted(1), deleted(2), deleted(3), deleted(4)));
    write(3, 0, List.of(ok(2), failed(4), skipped(2)));
    Map<Long, ManifestEntry> rows = finish();
    assertThat(rows.get(1L).status()).isEqualTo(Status.DELETED);
    assertThat(rows.get(2L).status()).isEqualTo(Status.OK);
    assertThat(rows.get(3L).status()).isEqualTo(Status.DELETED);
    assertThat(rows.get(4L).status()).isEqualTo(Status.DELETED);
  }

  private static ManifestEntry deleted(long id) {
    return ManifestEntry.deleted(id, Long.toString(id));
  }

  @Test
  void finishesExportsThatWereAbandonedAndHarmsNoneThatGoesOn() throws Exception {
    write(1, 0, List.of(ok(1)));
    store.finishAbandoned(Instant.now().minusSeconds(60));
    assertThat(directory.resolve("manifest/run")).as("was active just now").isDirectory();
    store.finishAbandoned(Instant.now().plusSeconds(60));
    assertThat(directory.resolve("manifest/run")).doesNotExist();
    assertThat(directory.resolve("manifest/run.jsonl")).isRegularFile();
    // It was only slow.
    write(2, 0, List.of(ok(2)));
    assertThat(finish()).containsOnlyKeys(1L, 2L);
    new ManifestStore(directory.resolve("nowhere")).finishAbandoned(Instant.MAX);
  }

  @Test
  void replacesASegmentThatIsCommittedAgain() throws Exception {
    write(1, 0, List.of(ok(1), ok(2)));
    write(1, 0, List.of(ok(1), ok(2)));
    assertThat(finish()).hasSize(2);
  }

  @Test
  void losesNothingWhenTheLastCheckpointIsCommittedAgain() throws Exception {
    write(1, 0, List.of(ok(1)));
    write(2, 0, List.of(ok(2)));
    finish();
    write(2, 0, List.of(ok(2)));
    assertThat(finish()).containsOnlyKeys(1L, 2L);
    assertThat(finish()).containsOnlyKeys(1L, 2L);
  }

  @Test
  void writesAManifestForAnExportOfNothing() throws Exception {
    assertThat(finish()).isEmpty();
  }

  @Test
  void mergesMoreSegmentsThanItOpensAtOnce() throws Exception {
    for (int i = 0; i < 150; i++) {
      write(i, 0, List.of(ok(i % 100), ok(1000 + i)));
    }
    assertThat(finish()).hasSize(250);
    assertThat(Files.list(directory.resolve("manifest"))).hasSize(1);
  }

  @Test
  void ignoresTheDraftOfACommitterThatWasKilled() throws Exception {
    write(1, 0, List.of(ok(1)));
    Files.writeString(directory.resolve("manifest/run/.draft.jsonl.1234"), "{\"file_id\":");
    assertThat(finish()).hasSize(1);
    assertThat(directory.resolve("manifest/run")).doesNotExist();
  }
}

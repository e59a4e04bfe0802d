// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.flink.Nouns;
import io.directio.flink.TestExports;
import io.directio.flink.sink.FileCommit.Segment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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

  private static ManifestEntry ok(long id) {
    return ManifestEntry.ok(Nouns.metadata(id, 1), Long.toString(id), 5);
  }

  private static ManifestEntry skipped(long id) {
    return ManifestEntry.skipped(Nouns.metadata(id, 1), Long.toString(id), OptionalInt.empty());
  }

  private Map<Long, ManifestEntry> finish() throws Exception {
    store.finish("run", row -> {});
    return TestExports.rows(ManifestStore.manifestOf(directory.resolve("manifest"), "run"));
  }

  @Test
  void mergesSegmentsByAscendingId() throws Exception {
    store.write(new Segment("run", 2, 0), List.of(ok(5), ok(1)));
    store.write(new Segment("run", 10, 0), List.of(ok(3)));
    store.write(new Segment("run", 10, 1), List.of(ok(2), ok(4)));
    List<Long> seen = new ArrayList<>();
    store.finish("run", row -> seen.add(row.fileId()));
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(Files.list(directory.resolve("manifest"))).hasSize(1);
  }

  @Test
  void keepsTheBestRowOfAFile() throws Exception {
    store.write(new Segment("run", 1, 0), List.of(ok(1), Nouns.failed(1), skipped(2)));
    store.write(new Segment("run", 2, 0), List.of(skipped(1), Nouns.failed(2)));
    store.write(new Segment("run", 3, 0), List.of(Nouns.failed(3), Nouns.failed(3)));
    Map<Long, ManifestEntry> rows = finish();
    assertThat(rows.get(1L).status()).isEqualTo(Status.OK);
    assertThat(rows.get(2L).status()).isEqualTo(Status.SKIPPED);
    assertThat(rows.get(3L).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void replacesASegmentThatIsCommittedAgain() throws Exception {
    store.write(new Segment("run", 1, 0), List.of(ok(1), ok(2)));
    store.write(new Segment("run", 1, 0), List.of(ok(1), ok(2)));
    assertThat(finish()).hasSize(2);
  }

  @Test
  void losesNothingWhenTheLastCheckpointIsCommittedAgain() throws Exception {
    store.write(new Segment("run", 1, 0), List.of(ok(1)));
    store.write(new Segment("run", 2, 0), List.of(ok(2)));
    finish();
    store.write(new Segment("run", 2, 0), List.of(ok(2)));
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
      store.write(new Segment("run", i, 0), List.of(ok(i % 100), ok(1000 + i)));
    }
    assertThat(finish()).hasSize(250);
    assertThat(Files.list(directory.resolve("manifest"))).hasSize(1);
  }

  @Test
  void ignoresTheDraftOfACommitterThatWasKilled() throws Exception {
    store.write(new Segment("run", 1, 0), List.of(ok(1)));
    Files.writeString(directory.resolve("manifest/run/.draft.jsonl.1234"), "{\"file_id\":");
    assertThat(finish()).hasSize(1);
    assertThat(directory.resolve("manifest/run")).doesNotExist();
  }
}

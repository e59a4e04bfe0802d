// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.DestinationException;
import io.directio.ManifestEntry;
import io.directio.assemble.ManifestReader;
import io.directio.assemble.Manifests;
import io.directio.assemble.TestFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ManifestsTest {

  @TempDir Path directory;

  @Test
  void mergesSegmentsAndWhatAnEarlierMergeHasMade() throws Exception {
    try (TestBucket bucket = new TestBucket(directory.resolve("s3"));
        S3Destination destination = bucket.spec().open()) {
      Manifests manifests = destination.manifests();
      manifests.write("run", "2", List.of(row(3), row(1)));
      manifests.write("run", "1", List.of(row(2)));
      manifests.write("run", "1", List.of(row(2)));
      manifests.write("other", "1", List.of(row(9)));
      List<ManifestEntry> seen = new ArrayList<>();
      manifests.finish("run", seen::add);
      assertThat(seen).containsExactly(row(1), row(2), row(3));

      manifests.write("run", "3", List.of(row(4)));
      manifests.finish("run", row -> {});
      Path copy = directory.resolve("copy.jsonl");
      manifests.copy("run", copy);
      assertThat(rows(copy)).containsExactly(row(1), row(2), row(3), row(4));
      assertThat(manifests.location("run"))
          .isEqualTo("s3://exports/some/folder/.directio/manifest/run.jsonl");
      assertThat(bucket.keys())
          .containsExactly(".directio/manifest/other/1.jsonl", ".directio/manifest/run.jsonl");
      assertThatThrownBy(() -> manifests.copy("unknown", directory.resolve("unknown")))
          .isInstanceOf(DestinationException.class)
          .hasMessageContaining("unknown.jsonl")
          .hasMessageContaining("NoSuchKey");
    }
  }

  @Test
  void finishesExportsThatWereAbandoned() throws Exception {
    try (TestBucket bucket = new TestBucket(directory.resolve("s3"));
        S3Destination destination = bucket.spec().open()) {
      Manifests manifests = destination.manifests();
      manifests.write("one", "1", List.of(row(1)));
      manifests.write("two", "1", List.of(row(2)));
      manifests.finishAbandoned(Instant.now().minusSeconds(60));
      assertThat(bucket.keys()).allMatch(key -> key.endsWith("/1.jsonl"));
      manifests.finishAbandoned(Instant.now().plusSeconds(60));
      assertThat(bucket.keys())
          .containsExactly(".directio/manifest/one.jsonl", ".directio/manifest/two.jsonl");
    }
  }

  private static ManifestEntry row(long id) {
    TestFile file = TestFile.random(id, "f" + id, 10, 10);
    return ManifestEntry.ok(file.metadata(), "f" + id, file.crc32c());
  }

  private static List<ManifestEntry> rows(Path manifest) throws Exception {
    List<ManifestEntry> rows = new ArrayList<>();
    try (ManifestReader reader = ManifestReader.open(manifest)) {
      for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }
}

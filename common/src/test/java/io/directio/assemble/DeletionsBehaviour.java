// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.FileDeletion;
import io.directio.FileDetails;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every destination does that follows deletions and renamings. */
public abstract class DeletionsBehaviour {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  /** The destination; deletions are forgotten after some time. */
  protected abstract Destination open(boolean deletions, Duration staleAfter) throws Exception;

  /** The paths of all that isn't below {@code .directio}. */
  protected abstract List<String> visible() throws Exception;

  /** What lies below {@code .directio} in a folder. */
  protected abstract List<String> hidden(String folder) throws Exception;

  protected abstract byte[] read(String path) throws Exception;

  /** Puts something that we haven't published, in place of what is there. */
  protected abstract void putForeign(String path, String text) throws Exception;

  private Destination open() throws Exception {
    return open(true, Duration.ofDays(7));
  }

  private static FileRef ref(String guid, long id, String path, long version) {
    Instant time = version == FileRef.UNKNOWN ? null : START.plusSeconds(version);
    return new FileRef(id, path, 300, version, new FileDetails(guid, START, time, null));
  }

  private static byte[] content(long id, long version) {
    byte[] bytes = new byte[300];
    bytes[0] = (byte) id;
    bytes[299] = (byte) version;
    return bytes;
  }

  /** A file whose content tells its id and version. */
  private static TestFile file(FileRef ref) {
    return TestFile.of(ref, content(ref.fileId(), ref.version()), 100);
  }

  private static TestFile file(long id, String path, long version) {
    return file(ref("guid-" + id, id, path, version));
  }

  private static FileDeletion deletion(long id, String path, long version) {
    return new FileDeletion(ref("guid-" + id, id, path, version));
  }

  private static ManifestEntry publish(Destination destination, TestFile file) throws Exception {
    for (Block block : file.blocks()) {
      destination.write(block);
    }
    destination.flush();
    return destination.publish(file.completed());
  }

  private static List<ManifestEntry> delete(Destination destination, FileDeletion... all)
      throws Exception {
    return destination.deleteAll(List.of(all));
  }

  @Test
  void removesWhatWasDeletedWheneverItIsTold() throws Exception {
    try (Destination destination = open()) {
      publish(destination, file(1, "a/b/one", 5));
      publish(destination, file(2, "a/two", 5));
      for (int i = 0; i < 2; i++) {
        assertThat(delete(destination, deletion(1, "a/b/one", 6)))
            .containsExactly(ManifestEntry.deleted(1, "a/b/one"));
      }
    }
    assertThat(visible()).containsExactly("a/two");
    assertThat(hidden("files")).hasSize(1);
    assertThat(hidden("deleted")).hasSize(1);
  }

  @Test
  void removesAFileWhereItWasPublishedAndNotWhereItsDeletionSays() throws Exception {
    try (Destination destination = open()) {
      publish(destination, file(1, "old/one", 5));
      publish(destination, file(2, "new/one", 5));
      assertThat(delete(destination, deletion(1, "new/one", 6)))
          .containsExactly(ManifestEntry.deleted(1, "old/one"));
      FileDeletion nameless =
          new FileDeletion(
              new FileRef(FileRef.UNKNOWN, "", -1, 6, new FileDetails("guid-2", null, null, null)));
      assertThat(delete(destination, nameless))
          .containsExactly(ManifestEntry.deleted(2, "new/one"));
    }
    assertThat(visible()).isEmpty();
  }

  @Test
  void keepsWhatWasCreatedAgainAfterADeletionThatComesLate() throws Exception {
    try (Destination destination = open()) {
      publish(destination, file(1, "a", 5));
      delete(destination, deletion(1, "a", 6));
      publish(destination, file(1, "a", 7));
      assertThat(delete(destination, deletion(1, "a", 6))).isEmpty();
    }
    assertThat(read("a")).isEqualTo(content(1, 7));
    try (Destination restarted = open()) {
      assertThat(restarted.stored(file(1, "a", 7).metadata())).isInstanceOf(Stored.Whole.class);
      assertThat(delete(restarted, deletion(1, "a", 6))).isEmpty();
      assertThat(delete(restarted, deletion(1, "a", 8))).hasSize(1);
    }
    assertThat(visible()).isEmpty();
  }

  @Test
  void publishesNothingThatIsOlderThanItsDeletion() throws Exception {
    try (Destination destination = open()) {
      assertThat(delete(destination, deletion(1, "a", 6))).isEmpty();
      assertThat(publish(destination, file(1, "a", 5)).status()).isEqualTo(Status.DELETED);
      assertThat(publish(destination, file(1, "a", 6)).status()).isEqualTo(Status.DELETED);
      assertThat(visible()).isEmpty();
      assertThat(hidden("partial")).isEmpty();
      assertThat(publish(destination, file(1, "a", 7)).status()).isEqualTo(Status.OK);
    }
    assertThat(visible()).containsExactly("a");
  }

  @Test
  void goesByTimesWhereThereAreNoVersions() throws Exception {
    FileRef old = ref("g", 1, "a", FileRef.UNKNOWN);
    FileRef young =
        new FileRef(1, "a", 300, FileRef.UNKNOWN, new FileDetails("g", START, START, null));
    try (Destination destination = open()) {
      publish(destination, file(young));
      FileDeletion before =
          new FileDeletion(
              new FileRef(1, "a", -1, -1, new FileDetails("g", null, START.minusSeconds(1), null)));
      assertThat(delete(destination, before)).isEmpty();
      assertThat(visible()).containsExactly("a");
      // Nobody can tell whether it is newer.
      assertThat(delete(destination, new FileDeletion(old))).hasSize(1);
    }
    assertThat(visible()).isEmpty();
  }

  @Test
  void movesAFileThatWasRenamed() throws Exception {
    try (Destination destination = open()) {
      publish(destination, file(1, "a/b/old", 5));
      TestFile renamed = file(1, "c/new", 6);
      for (int i = 0; i < 2; i++) {
        ManifestEntry row = publish(destination, renamed);
        assertThat(row.path()).isEqualTo("c/new");
        assertThat(row.status()).isEqualTo(Status.OK);
      }
      ManifestEntry late = publish(destination, file(1, "a/b/old", 5));
      assertThat(late.status()).isEqualTo(Status.SKIPPED);
      assertThat(late.path()).isEqualTo("c/new");
    }
    assertThat(visible()).containsExactly("c/new");
    assertThat(hidden("partial")).isEmpty();
  }

  @Test
  void finishesARenamingThatWasInterrupted() throws Exception {
    TestFile renamed = file(1, "new", 6);
    try (Destination unaware = open(false, Duration.ofDays(7));
        Destination destination = open()) {
      publish(destination, file(1, "old", 5));
      // As if the publisher had been killed before it could remove the old name.
      publish(unaware, renamed);
      assertThat(visible()).containsExactlyInAnyOrder("new", "old");
      assertThat(destination.stored(renamed.metadata())).isInstanceOf(Stored.Whole.class);
    }
    assertThat(visible()).containsExactly("new");
  }

  @Test
  void letsFilesExchangeTheirNames() throws Exception {
    try (Destination destination = open()) {
      publish(destination, file(1, "a", 1));
      publish(destination, file(2, "b", 2));
      publish(destination, file(1, "b", 3));
      publish(destination, file(2, "a", 4));
    }
    assertThat(visible()).containsExactlyInAnyOrder("a", "b");
    assertThat(read("b")).isEqualTo(content(1, 3));
    assertThat(read("a")).isEqualTo(content(2, 4));
  }

  @Test
  void letsANewFileHaveTheNameOfOneWhoseDeletionComesLater() throws Exception {
    try (Destination destination = open()) {
      publish(destination, file(1, "a", 1));
      publish(destination, file(2, "a", 3));
      delete(destination, deletion(1, "a", 2));
    }
    assertThat(read("a")).isEqualTo(content(2, 3));
  }

  @Test
  void neverRemovesWhatItHasNotPublished() throws Exception {
    try (Destination destination = open()) {
      publish(destination, file(1, "a", 1));
      putForeign("a", "foreign");
      delete(destination, deletion(1, "a", 2));
      putForeign("b", "foreign");
      delete(destination, deletion(2, "b", 2));
    }
    assertThat(visible()).containsExactlyInAnyOrder("a", "b");
    assertThat(read("a")).isEqualTo("foreign".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void knowsByTheirMarksFilesThatWerePublishedBeforeItFollowedDeletions() throws Exception {
    try (Destination unaware = open(false, Duration.ofDays(7))) {
      publish(unaware, file(1, "a", 1));
      publish(unaware, file(2, "b", 1));
      publish(unaware, file(3, "c", 9));
      assertThat(delete(unaware, deletion(1, "a", 2))).isEmpty();
    }
    try (Destination destination = open()) {
      assertThat(delete(destination, deletion(1, "a", 2))).hasSize(1);
      assertThat(delete(destination, deletion(4, "b", 2))).isEmpty();
      assertThat(delete(destination, deletion(3, "c", 2))).as("newer").isEmpty();
      // What is skipped is known from then on, wherever it goes.
      assertThat(destination.stored(file(2, "b", 1).metadata())).isInstanceOf(Stored.Whole.class);
      publish(destination, file(2, "elsewhere", 3));
    }
    assertThat(visible()).containsExactlyInAnyOrder("c", "elsewhere");
  }

  @Test
  void forgetsDeletionsAfterAWhile() throws Exception {
    try (Destination destination = open(true, Duration.ofDays(7))) {
      publish(destination, file(1, "a", 1));
      publish(destination, file(2, "b", 1));
      delete(destination, deletion(1, "a", 2));
      destination.cleanUp();
      assertThat(hidden("deleted")).hasSize(1);
    }
    try (Destination destination = open(true, Duration.ZERO)) {
      destination.cleanUp();
    }
    assertThat(hidden("deleted")).isEmpty();
    assertThat(hidden("files")).hasSize(1);
  }
}

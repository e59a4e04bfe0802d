// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.ErrorCode;
import io.directio.FileDeletion;
import io.directio.FileDetails;
import io.directio.FileMetadata;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Destination;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.ManifestStore;
import io.directio.flink.JobStoppedException;
import io.directio.flink.Nouns;
import io.directio.flink.TestExports;
import io.directio.flink.sink.FileCommit.End;
import io.directio.flink.sink.FileCommit.Segment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCommitterTest {

  /** What Flink asks for; a committer that settles everything itself needs no answers. */
  private record Request(FileCommit getCommittable) implements CommitRequest<FileCommit> {
    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void retryLater() {
      throw new AssertionError("retried");
    }

    @Override
    public void updateAndRetryLater(FileCommit commit) {
      throw new AssertionError("retried");
    }

    @Override
    public void signalAlreadyCommitted() {
      throw new AssertionError("committed already");
    }
  }

  @TempDir Path root;

  private final Counter deleted = new SimpleCounter();
  private Destination writer;
  private FileCommitter committer;

  @BeforeEach
  void open() throws Exception {
    writer = LocalDestinationSpec.in(root).open();
    committer = committer(false);
  }

  @AfterEach
  void close() throws Exception {
    committer.close();
    writer.close();
  }

  private FileCommitter committer(boolean failFast) throws Exception {
    return new FileCommitter(
        LocalDestinationSpec.in(root).withDeletions(true).open(),
        new ManifestStore(root.resolve("manifest")),
        failFast,
        deleted);
  }

  /** Writes a file of one block of 100 bytes. */
  private CompletedFile written(long fileId) throws Exception {
    FileMetadata file = Nouns.metadata(fileId, 1);
    byte[] bytes = new byte[100];
    bytes[0] = (byte) fileId;
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    writer.write(new Block(file, new BlockInfo(1, 0, 100), (int) crc.getValue(), bytes));
    writer.flush();
    return new CompletedFile(file, (int) crc.getValue(), false);
  }

  private void commit(FileCommitter by, List<CompletedFile> files, ManifestEntry... rows)
      throws Exception {
    by.commit(
        List.of(
            new Request(
                new FileCommit(
                    new Segment("run", 1, 0), files, List.of(rows), List.of(), Optional.empty()))));
  }

  private Map<Long, ManifestEntry> end(FilePlan... abandoned) throws Exception {
    List<FileRef> files = List.of(abandoned).stream().map(FilePlan::file).toList();
    committer.commit(
        List.of(
            new Request(
                new FileCommit(
                    new Segment("run", 2, 0),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.of(new End(files))))));
    return TestExports.rows(root.resolve("manifest/run.jsonl"));
  }

  @Test
  void publishesFilesAndWritesTheirRows() throws Exception {
    commit(committer, List.of(written(1), written(2)), Nouns.failed(3));
    assertThat(root.resolve("1")).exists();
    assertThat(root.resolve("2")).exists();
    Map<Long, ManifestEntry> rows = end();
    assertThat(rows.get(1L).status()).isEqualTo(Status.OK);
    assertThat(rows.get(3L).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void countsTheFilesThatItDeletes() throws Exception {
    commit(committer, List.of(written(1)));
    FileDetails details = new FileDetails("guid", Instant.EPOCH, null, null);
    FileDeletion there = new FileDeletion(new FileRef(1, "1", FileRef.UNKNOWN, 9, details));
    FileDeletion never =
        new FileDeletion(
            new FileRef(2, "2", FileRef.UNKNOWN, 9, new FileDetails("other", null, null, null)));
    committer.commit(
        List.of(
            new Request(
                new FileCommit(
                    new Segment("run", 2, 0),
                    List.of(),
                    List.of(),
                    List.of(there, never),
                    Optional.empty()))));
    assertThat(root.resolve("1")).doesNotExist();
    assertThat(deleted.getCount()).isEqualTo(1);
  }

  @Test
  void canCommitTheSameBatchAgain() throws Exception {
    List<CompletedFile> files = List.of(written(1));
    commit(committer, files);
    commit(committer, files);
    assertThat(end())
        .hasSize(1)
        .allSatisfy((id, row) -> assertThat(row.status()).isEqualTo(Status.OK));
    commit(committer, files);
    assertThat(end()).hasSize(1);
  }

  @Test
  void writesAFileOffWhoseBytesAreWrongAndGoesOn() throws Exception {
    CompletedFile wrong = new CompletedFile(written(1).file(), 12345, true);
    commit(committer, List.of(wrong, written(2)));
    Map<Long, ManifestEntry> rows = end();
    assertThat(rows.get(1L).error().code()).isEqualTo(ErrorCode.DESTINATION_CORRUPT);
    assertThat(rows.get(2L).status()).isEqualTo(Status.OK);
    assertThat(root.resolve("1")).doesNotExist();
  }

  @Test
  void stopsTheJobAtTheFirstFailureIfAskedTo() throws Exception {
    CompletedFile wrong = new CompletedFile(written(1).file(), 12345, true);
    FileCommitter strict = committer(true);
    assertThatThrownBy(() -> commit(strict, List.of(wrong)))
        .isInstanceOf(JobStoppedException.class);
    strict.close();
  }

  @Test
  void deletesWhatIsLeftOverAtTheEnd() throws Exception {
    written(1);
    written(2);
    assertThat(TestExports.leftovers(root)).isNotEmpty();
    // The first is given up by the sink, the second failed for good.
    commit(committer, List.of(), Nouns.failed(2));
    end(Nouns.plan(FileRef.ofId(1), 1));
    assertThat(TestExports.leftovers(root)).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.Stored;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.FileAssembly;
import io.directio.assemble.Receipt;
import io.directio.flink.Nouns;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AssembliesTest {

  private static final FileMetadata FILE = Nouns.metadata(7, 3);

  private final Assemblies assemblies = new Assemblies();

  private static Receipt receipt(FileMetadata file, int block) {
    return new Receipt(file, 100L * (block - 1), 100, block, false);
  }

  @Test
  void completesAFileInAnyOrderAndForgetsIt() {
    assemblies.add(receipt(FILE, 3));
    assemblies.add(receipt(FILE, 1));
    assertThat(assemblies.takeCompleted()).isEmpty();
    assemblies.add(receipt(FILE, 2));
    assertThat(assemblies.takeCompleted())
        .singleElement()
        .satisfies(file -> assertThat(file.verify()).isFalse());
    assertThat(assemblies.size()).isZero();
    assertThat(assemblies.takeCompleted()).isEmpty();
  }

  @Test
  void verifiesAFileThatBeganInAnEarlierAttempt() throws Exception {
    assemblies.add(receipt(FILE, 1));
    List<FileAssembly> state = assemblies.incomplete();
    Assemblies restored = new Assemblies();
    state.forEach(assembly -> restored.restore(assembly.file(), assembly.ranges()));
    restored.add(receipt(FILE, 2));
    restored.add(receipt(FILE, 3));
    assertThat(restored.takeCompleted()).singleElement().matches(CompletedFile::verify);
  }

  @Test
  void completesTheNewVersionOfAFileThatChanged() {
    FileMetadata changed = Nouns.metadata(7, 2);
    assemblies.add(receipt(FILE, 1));
    assemblies.add(receipt(changed, 1));
    assemblies.add(receipt(FILE, 2));
    assemblies.add(receipt(changed, 2));
    assertThat(assemblies.takeCompleted())
        .singleElement()
        .satisfies(file -> assertThat(file.file()).isEqualTo(changed));
    assertThat(assemblies.size()).isZero();
    assertThat(assemblies.superseded()).containsExactly(FileRef.ofId(7));
  }

  @Test
  void goesOnWithTheNewerVersionWhenTheOlderIsCompleteFirst() {
    FileMetadata older = version(1, 2);
    FileMetadata newer = version(2, 3);
    assemblies.add(receipt(older, 1));
    assemblies.add(receipt(newer, 1));
    assemblies.add(receipt(older, 2));
    assertThat(assemblies.takeCompleted()).extracting(CompletedFile::file).containsExactly(older);
    assemblies.add(receipt(newer, 2));
    assemblies.add(receipt(newer, 3));
    assertThat(assemblies.takeCompleted()).extracting(CompletedFile::file).containsExactly(newer);
    assertThat(assemblies.size()).isZero();
  }

  @Test
  void publishesOnlyTheNewestOfVersionsThatAreCompleteTogether() {
    FileMetadata older = version(1, 1);
    FileMetadata newer = version(2, 1);
    assemblies.add(receipt(older, 1));
    assemblies.add(receipt(newer, 1));
    assertThat(assemblies.takeCompleted()).extracting(CompletedFile::file).containsExactly(newer);
    assertThat(assemblies.superseded()).hasSize(1);
  }

  @Test
  void neverPublishesAnOlderVersionAfterANewerOne() {
    FileMetadata older = version(1, 2);
    FileMetadata newer = version(2, 1);
    assemblies.add(receipt(older, 1));
    assemblies.add(receipt(newer, 1));
    assertThat(assemblies.takeCompleted()).extracting(CompletedFile::file).containsExactly(newer);
    assemblies.add(receipt(older, 1));
    assemblies.add(receipt(older, 2));
    assertThat(assemblies.takeCompleted()).isEmpty();
    assertThat(assemblies.size()).isZero();
  }

  @Test
  void theFailureOrTheSkippingOfOneVersionLeavesANewerOneAlone() {
    FileMetadata older = version(1, 2);
    FileMetadata newer = version(2, 3);
    assemblies.add(receipt(older, 1));
    assemblies.add(receipt(newer, 1));
    assemblies.add(Nouns.failed(7));
    assemblies.add(ManifestEntry.skipped(older, "7", OptionalInt.empty()));
    assemblies.add(receipt(newer, 2));
    assemblies.add(receipt(newer, 3));
    assertThat(assemblies.takeCompleted()).extracting(CompletedFile::file).containsExactly(newer);
    assertThat(assemblies.size()).isZero();
  }

  @Test
  void theFailureOfOneVersionLeavesAnotherAloneWhicheverCameFirst() {
    FileMetadata newer = version(2, 3);
    FileMetadata older = version(1, 2);
    assemblies.add(receipt(newer, 1));
    assemblies.add(receipt(older, 1));
    assemblies.add(failed(older));
    assertThat(assemblies.takeEnded()).extracting(ManifestEntry::version).containsExactly(1L);
    assemblies.add(receipt(newer, 2));
    assemblies.add(receipt(newer, 3));
    assertThat(assemblies.takeCompleted()).extracting(CompletedFile::file).containsExactly(newer);
    assertThat(assemblies.size()).isZero();
  }

  @Test
  void eachVersionThatFailsHasARowButOneThatIsOutdated() {
    assemblies.add(failed(version(2, 1)));
    assemblies.add(failed(version(3, 1)));
    assertThat(assemblies.takeEnded()).extracting(ManifestEntry::version).containsExactly(2L, 3L);
    assemblies.add(receipt(version(5, 1), 1));
    assemblies.add(failed(version(4, 1)));
    assertThat(assemblies.takeEnded()).isEmpty();
  }

  @Test
  void aVersionThatIsThereAlreadyEndsOlderOnesNotNewerOnesOfItsSize() {
    FileMetadata newest = version(3, 2);
    FileMetadata oldest = version(1, 3);
    assemblies.add(receipt(newest, 1));
    assemblies.add(receipt(oldest, 1));
    assemblies.add(ManifestEntry.skipped(version(2, 2), "7", OptionalInt.empty()));
    assertThat(assemblies.incomplete()).extracting(FileAssembly::file).containsExactly(newest);
    assemblies.add(receipt(oldest, 2));
    assertThat(assemblies.incomplete()).extracting(FileAssembly::file).containsExactly(newest);
  }

  private static ManifestEntry failed(FileMetadata file) {
    return ManifestEntry.failed(
        file, new DestinationException(ErrorCode.DESTINATION_CORRUPT, "7", "it is damaged"));
  }

  private static FileMetadata version(long version, int blocks) {
    FileRef file = new FileRef(7, "7", FileRef.UNKNOWN, version);
    return Nouns.plan(file, blocks).metadata();
  }

  @Test
  void givesAFailedFileOneRowAndIgnoresWhatComesLater() {
    assemblies.add(receipt(FILE, 1));
    assemblies.add(Nouns.failed(7));
    assemblies.add(Nouns.failed(7));
    assemblies.add(receipt(FILE, 2));
    assertThat(assemblies.takeEnded()).hasSize(1);
    assertThat(assemblies.size()).isZero();
  }

  @Test
  void takesAFileThatFailedWhenItComesInAnotherVersion() {
    FileMetadata changed = Nouns.metadata(7, 1);
    assemblies.add(receipt(FILE, 1));
    assemblies.add(Nouns.failed(7));
    assemblies.add(receipt(changed, 1));
    assertThat(assemblies.takeCompleted())
        .singleElement()
        .satisfies(file -> assertThat(file.file()).isEqualTo(changed));
    // Should it fail once more, that is news again.
    assemblies.add(Nouns.failed(7));
    assertThat(assemblies.takeEnded()).hasSize(2);
  }

  @Test
  void tellsOfAFailedFileOnceThoughPartsOfItComeLater() throws Exception {
    assemblies.add(Nouns.failed(7));
    assemblies.add(receipt(FILE, 1));
    assemblies.end(nothing -> Stored.nothing());
    assertThat(assemblies.takeEnded()).hasSize(1);
  }

  @Test
  void writesOffAFileWhoseBytesContradictEachOther() {
    assemblies.add(receipt(FILE, 1));
    assemblies.add(new Receipt(FILE, 0, 100, 99, false));
    assertThat(assemblies.takeEnded())
        .singleElement()
        .satisfies(row -> assertThat(row.error().code()).isEqualTo(ErrorCode.FILE_CHANGED));
  }

  @Test
  void givesAFileThatIsIncompleteAtTheEndARow() throws Exception {
    assemblies.add(receipt(FILE, 1));
    assemblies.end(nothing -> Stored.nothing());
    assertThat(assemblies.takeEnded())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.status()).isEqualTo(Status.FAILED);
              assertThat(row.size()).isEqualTo(300);
              assertThat(row.error().message()).contains("100 of 300");
            });
    assertThat(assemblies.superseded()).containsExactly(FileRef.ofId(7));
  }

  @Test
  void forgivesPartsThatComeOnceMoreOfAFileThatIsNamedTwice() throws Exception {
    for (int block : new int[] {1, 2, 3, 2}) {
      assemblies.add(receipt(FILE, block));
    }
    assertThat(assemblies.takeCompleted()).hasSize(1);
    assemblies.end(nothing -> Stored.nothing());
    assertThat(assemblies.takeEnded()).isEmpty();
  }

  @Test
  void doesNotMissWhatAnotherJobHasPublishedMeanwhile() throws Exception {
    assemblies.add(receipt(FILE, 1));
    assemblies.end(file -> Stored.whole("seven", OptionalInt.of(1)));
    assertThat(assemblies.takeEnded())
        .containsExactly(ManifestEntry.skipped(FILE, "seven", OptionalInt.of(1)));
  }

  @Test
  void forgivesPartsOfAFileThatWasThereAlready() throws Exception {
    ManifestEntry skipped = ManifestEntry.skipped(FILE, "7", OptionalInt.empty());
    assemblies.add(receipt(FILE, 1));
    assemblies.add(skipped);
    assemblies.add(receipt(FILE, 2)); // It was assigned before the file was found to be there.
    assemblies.end(nothing -> Stored.nothing());
    assertThat(assemblies.takeEnded()).containsExactly(skipped);
    assertThat(assemblies.superseded()).containsExactly(FILE.file());
  }
}

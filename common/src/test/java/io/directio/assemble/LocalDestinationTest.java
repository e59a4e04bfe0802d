// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import io.directio.Block;
import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileDetails;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.Stored;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDestinationTest {

  @TempDir Path root;

  @Test
  void publishesBlocksThatCameInAnyOrderFromManyThreads() throws Exception {
    TestFile file = TestFile.random(1, "a/b/c.bin", 3_000_000, 10_007);
    try (LocalDestination destination = open()) {
      FileAssembly assembly = new FileAssembly(file.metadata());
      for (Receipt receipt : writeFromManyThreads(destination, shuffled(file.blocks()))) {
        assembly.add(receipt);
      }
      assertThat(visibleFiles()).isEmpty();
      destination.flush();

      ManifestEntry row = destination.publish(assembly.completed());

      assertThat(row).isEqualTo(ManifestEntry.ok(file.metadata(), "a/b/c.bin", file.crc32c()));
    }
    assertThat(root.resolve("a/b/c.bin")).hasBinaryContent(file.content());
    assertThat(partialNames()).isEmpty();
  }

  @Test
  void publishesAnEmptyFile() throws Exception {
    TestFile file = TestFile.random(1, "nothing", 0, 10);
    try (LocalDestination destination = open()) {
      Receipt receipt = destination.write(file.block(1));
      assertThat(receipt).isEqualTo(new Receipt(file.metadata(), 0, 0, 0, false));
      destination.flush();

      assertThat(destination.publish(file.completed()).blocks()).isZero();
    }
    assertThat(root.resolve("nothing")).isEmptyFile();
  }

  @Test
  void givesAFileTheModificationTimeOfThePortals() throws Exception {
    Instant changed = Instant.parse("2001-02-03T04:05:06.789Z");
    for (int blocks = 1; blocks <= 2; blocks++) {
      FileRef ref =
          new FileRef(blocks, "f" + blocks, 10, 1, new FileDetails("g", changed, null, null));
      TestFile file = TestFile.of(ref, new byte[10], 10 / blocks);
      try (LocalDestination destination = open()) {
        transfer(destination, file);
      }
      assertThat(Files.getLastModifiedTime(root.resolve("f" + blocks)).toInstant())
          .isEqualTo(changed);
    }
  }

  @Test
  void keepsWhatIsPartialFromCleanUpHoweverOldThePortalsFileIs() throws Exception {
    TestFile file = TestFile.random(1, "a", 10, 10);
    try (LocalDestination destination = open()) {
      destination.write(file.block(1));
      destination.flush();
      // As if its publisher had been killed just before the rename.
      Files.setLastModifiedTime(partial(file), FileTime.from(Instant.EPOCH));
      destination.cleanUp();
      destination.publish(file.completed());
    }
    assertThat(root.resolve("a")).hasBinaryContent(file.content());
  }

  @Test
  void writesBlocksLargerThanAPiece() throws Exception {
    TestFile file = TestFile.random(1, "large", 9_000_001, 4_500_000);
    try (LocalDestination destination = open()) {
      transfer(destination, file);
    }
    assertThat(root.resolve("large")).hasBinaryContent(file.content());
  }

  @Test
  void everyStepCanBeRepeated() throws Exception {
    TestFile file = TestFile.random(1, "a", 1000, 100);
    try (LocalDestination first = open();
        LocalDestination second = open()) {
      for (int i = 0; i < 2; i++) {
        for (Block block : file.blocks()) {
          first.write(block);
          second.write(block);
        }
        first.flush();
        second.flush();
      }
      ManifestEntry row = first.publish(file.completed());

      assertThat(first.publish(file.completed())).isEqualTo(row);
      assertThat(second.publish(file.completedWithInheritance())).isEqualTo(row);
      second.write(file.block(3));
      second.flush();
      assertThat(second.publish(file.completedWithInheritance())).isEqualTo(row);
    }
    assertThat(root.resolve("a")).hasBinaryContent(file.content());
    assertThat(partialNames()).isEmpty();
  }

  @Test
  void publishesManyAtOnceAndReportsEachByItself() throws Exception {
    List<TestFile> files = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      files.add(TestFile.random(i, "d" + i % 7 + "/f" + i, 50 + i, 1000));
    }
    TestFile neverWritten = TestFile.random(1000, "never", 10, 10);
    try (LocalDestination destination = open()) {
      for (TestFile file : files) {
        destination.write(file.block(1));
      }
      destination.flush();
      List<CompletedFile> batch = new ArrayList<>(files.stream().map(TestFile::completed).toList());
      batch.add(150, neverWritten.completed());

      List<Publication> results = new ArrayList<>(destination.publishAll(batch));

      assertThat(results).extracting(Publication::file).containsExactlyElementsOf(batch);
      assertThat(results.remove(150).failure())
          .get()
          .extracting(DestinationException::code)
          .isEqualTo(ErrorCode.DESTINATION_CORRUPT);
      assertThat(results).allMatch(result -> result.entry().isPresent());
    }
    for (TestFile file : files) {
      assertThat(root.resolve(file.plan().file().path())).hasBinaryContent(file.content());
    }
  }

  @Test
  void acceptsAFileWhosePublisherWasKilledBeforeItCouldMarkIt() throws Exception {
    TestFile file = TestFile.random(1, "a", 1000, 100);
    try (LocalDestination destination = open(false)) {
      transfer(destination, file);
      try (Stream<Path> marks = Files.walk(root.resolve(".directio/published"))) {
        for (Path mark : marks.filter(Files::isRegularFile).toList()) {
          Files.delete(mark);
        }
      }

      assertThat(destination.publish(file.completed()))
          .isEqualTo(ManifestEntry.ok(file.metadata(), "a", file.crc32c()));
      assertThat(destination.stored(file.metadata())).isInstanceOf(Stored.Whole.class);
    }
    assertThat(root.resolve("a")).hasBinaryContent(file.content());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsWhatItPublishedInAnEarlierRun(boolean attributes) throws Exception {
    TestFile file = TestFile.random(1, "d/a", 1000, 100);
    TestFile changed = TestFile.random(1, "d/a", 1000, 50);
    try (LocalDestination destination = open(attributes)) {
      assertThat(destination.stored(file.metadata())).isEqualTo(Stored.nothing());
      transfer(destination, file);
    }
    try (LocalDestination destination = open(attributes)) {
      assertThat(destination.stored(file.metadata()))
          .isEqualTo(Stored.whole("d/a", OptionalInt.of(file.crc32c())));
      assertThat(destination.stored(changed.metadata())).isEqualTo(Stored.nothing());
      Files.write(root.resolve("d/a"), new byte[999]);
      assertThat(destination.stored(file.metadata())).isEqualTo(Stored.nothing());
      Files.delete(root.resolve("d/a"));
      assertThat(destination.stored(file.metadata())).isEqualTo(Stored.nothing());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsAStrangersFileUnlessItMayBeOverwritten(boolean attributes) throws Exception {
    TestFile file = TestFile.of(1, "a", 1, "ours".getBytes(), 10);
    Files.writeString(root.resolve("a"), "somebody else's");
    try (LocalDestination destination = open(attributes)) {
      file.blocks().forEach(block -> write(destination, block));
      destination.flush();
      assertThatThrownBy(() -> destination.publish(file.completed()))
          .hasMessageContaining("'a'")
          .hasMessageContaining("--overwrite")
          .extracting("code")
          .isEqualTo(ErrorCode.PATH_COLLISION);
      assertThatThrownBy(() -> destination.stored(file.metadata()))
          .extracting("code")
          .isEqualTo(ErrorCode.PATH_COLLISION);
    }
    assertThat(root.resolve("a")).hasContent("somebody else's");
    assertThat(partialNames()).isEmpty();
    LocalDestinationSpec overwriting = LocalDestinationSpec.in(root).withOverwriteForeign(true);
    try (LocalDestination destination =
        LocalDestination.open(overwriting, Clock.systemUTC(), attributes)) {
      assertThat(destination.stored(file.metadata())).isEqualTo(Stored.nothing());
      transfer(destination, file);
    }
    assertThat(root.resolve("a")).hasContent("ours");
  }

  @Test
  void keepsALinkThatHasTheName() throws Exception {
    TestFile file = TestFile.of(1, "a", 1, "ours".getBytes(), 10);
    Files.createSymbolicLink(root.resolve("a"), Path.of("nowhere"));
    try (LocalDestination destination = open(true)) {
      assertThatThrownBy(() -> destination.stored(file.metadata()))
          .extracting("code")
          .isEqualTo(ErrorCode.PATH_COLLISION);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void replacesAnOlderVersion(boolean attributes) throws Exception {
    TestFile old = TestFile.of(1, "a", 1, "old".getBytes(), 10);
    TestFile young = TestFile.of(1, "a", 2, "young".getBytes(), 10);
    try (LocalDestination destination = open(attributes)) {
      transfer(destination, old);
      assertThat(root.resolve("a")).hasBinaryContent(old.content());
      transfer(destination, young);
      assertThat(root.resolve("a")).hasBinaryContent(young.content());
      assertThat(destination.stored(young.metadata())).isInstanceOf(Stored.Whole.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reportsTwoFilesWithOneName(boolean attributes) throws Exception {
    TestFile first = TestFile.random(1, "d/same", 10, 10);
    TestFile second = TestFile.random(2, "d/same", 20, 10);
    try (LocalDestination destination = open(attributes)) {
      transfer(destination, first);
      second.blocks().forEach(block -> write(destination, block));
      destination.flush();

      assertThatThrownBy(() -> destination.publish(second.completed()))
          .hasMessageContaining("'d/same'")
          .hasMessageContaining("file 1 ")
          .hasMessageContaining("file 2 ")
          .extracting("code")
          .isEqualTo(ErrorCode.PATH_COLLISION);
      assertThatThrownBy(() -> destination.stored(second.metadata()))
          .extracting("code")
          .isEqualTo(ErrorCode.PATH_COLLISION);
    }
    assertThat(root.resolve("d/same")).hasBinaryContent(first.content());
    assertThat(partialNames()).isEmpty();
  }

  @Test
  void ofManyFilesWithOneNameInABatchOneWins() throws Exception {
    List<TestFile> files = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      files.add(TestFile.random(i, "same", 100, 100));
    }
    List<Publication> results;
    try (LocalDestination destination = open()) {
      files.forEach(file -> write(destination, file.block(1)));
      destination.flush();
      results = destination.publishAll(files.stream().map(TestFile::completed).toList());
    }
    List<Publication> winners = results.stream().filter(r -> r.entry().isPresent()).toList();
    assertThat(winners).hasSize(1);
    int winner = results.indexOf(winners.get(0));
    assertThat(root.resolve("same")).hasBinaryContent(files.get(winner).content());
    assertThat(results.stream().flatMap(r -> r.failure().stream()))
        .hasSize(49)
        .allMatch(failure -> failure.code() == ErrorCode.PATH_COLLISION);
  }

  @Test
  void twinsByCaseOrUnicodeFormAreBothStoredOrOneIsReported() throws Exception {
    String[][] twins = {{"Read.me", "READ.ME"}, {"caf\u00e9", "cafe\u0301"}};
    long id = 0;
    for (String[] pair : twins) {
      TestFile first = TestFile.random(++id, pair[0], 10, 10);
      TestFile second = TestFile.random(++id, pair[1], 10, 10);
      List<Publication> results;
      try (LocalDestination destination = open()) {
        destination.write(first.block(1));
        destination.write(second.block(1));
        results = destination.publishAll(List.of(first.completed(), second.completed()));
      }
      List<TestFile> published = new ArrayList<>();
      for (Publication result : results) {
        if (result.entry().isPresent()) {
          published.add(result.file().file().equals(first.metadata()) ? first : second);
        } else {
          assertThat(result.failure()).get().extracting("code").isEqualTo(ErrorCode.PATH_COLLISION);
        }
      }
      assertThat(published).isNotEmpty();
      for (TestFile file : published) {
        assertThat(root.resolve(file.plan().file().path())).hasBinaryContent(file.content());
      }
    }
  }

  @Test
  void aFileWhereADirectoryIsNeededIsACollisionAndSoIsTheReverse() throws Exception {
    try (LocalDestination destination = open()) {
      transfer(destination, TestFile.random(1, "a", 10, 10));
      transfer(destination, TestFile.random(2, "b/c", 10, 10));

      assertThatThrownBy(() -> transfer(destination, TestFile.random(3, "a/x/y", 10, 10)))
          .extracting("code")
          .isEqualTo(ErrorCode.PATH_COLLISION);
      assertThatThrownBy(() -> transfer(destination, TestFile.random(4, "b", 10, 10)))
          .extracting("code")
          .isEqualTo(ErrorCode.PATH_COLLISION);
    }
    assertThat(partialNames()).isEmpty();
  }

  @Test
  void neverFollowsASymbolicLink(@TempDir Path outside) throws Exception {
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createDirectory(root.resolve("d"));
    Files.createSymbolicLink(root.resolve("d/link"), outside);
    Files.createSymbolicLink(root.resolve("file"), outside.resolve("victim"));
    Files.write(outside.resolve("victim"), "untouched".getBytes());
    try (LocalDestination destination =
        LocalDestinationSpec.in(root).withOverwriteForeign(true).open()) {
      for (String path : List.of("link/a", "d/link/a", "d/link/x/a", "link/victim")) {
        TestFile file = TestFile.random(path.hashCode(), path, 10, 10);
        assertThatThrownBy(() -> destination.stored(file.metadata()))
            .extracting("code")
            .isEqualTo(ErrorCode.UNSAFE_PATH);
        assertThatThrownBy(() -> transfer(destination, file))
            .hasMessageContaining("symbolic link")
            .extracting("code")
            .isEqualTo(ErrorCode.UNSAFE_PATH);
      }
      TestFile onLink = TestFile.random(7, "file", 10, 10);
      transfer(destination, onLink);
      assertThat(root.resolve("file")).isRegularFile().hasBinaryContent(onLink.content());
      assertThat(Files.isSymbolicLink(root.resolve("file"))).isFalse();
    }
    assertThat(outside.resolve("victim")).hasContent("untouched");
    assertThat(outside).isDirectoryContaining("glob:**/victim");
    assertThat(outside.toFile().list()).hasSize(1);
  }

  @Test
  void hostileNamesStayInsideTheRoot() throws Exception {
    String[] hostile = {
      "../../escape", "/etc/passwd", "C:\\Windows\\x", ".directio/partial/x", "a/../../b", "nul\0",
    };
    try (LocalDestination destination = open()) {
      for (int i = 0; i < hostile.length; i++) {
        TestFile file = TestFile.random(i, hostile[i], 10, 10);
        ManifestEntry row = transfer(destination, file);

        assertThat(root.resolve(row.path()).normalize()).startsWith(root);
        assertThat(root.resolve(row.path())).hasBinaryContent(file.content());
        assertThat(destination.stored(file.metadata())).isInstanceOf(Stored.Whole.class);
      }
      assertThat(visibleFiles()).hasSize(hostile.length);
    }
    LocalDestinationSpec strict = LocalDestinationSpec.in(root).withPaths(PathPolicy.QUARANTINE);
    try (LocalDestination destination = strict.open()) {
      for (String path : hostile) {
        TestFile file = TestFile.random(99, path, 10, 10);
        assertThatThrownBy(() -> transfer(destination, file))
            .extracting("code")
            .isEqualTo(ErrorCode.UNSAFE_PATH);
      }
    }
    assertThat(partialNames()).isEmpty();
  }

  @Test
  void resumesWhatWasFlushed() throws Exception {
    TestFile file = TestFile.random(1, "a", 10_000, 1000);
    try (LocalDestination destination = open()) {
      for (int number : new int[] {9, 2, 5}) {
        destination.write(file.block(number));
      }
      destination.flush();
      destination.write(file.block(2));
      destination.write(file.block(10));
      destination.flush();
      destination.write(file.block(7));
    }
    try (LocalDestination destination = open()) {
      Stored stored = destination.stored(file.metadata());
      assertThat(stored).isInstanceOf(Stored.Partly.class);
      FileAssembly assembly = new FileAssembly(file.metadata());
      List<Long> offsets = new ArrayList<>();
      for (var range : ((Stored.Partly) stored).ranges()) {
        offsets.add(range.offset());
        assembly.add(Receipt.inherited(range));
      }
      assertThat(offsets).containsExactly(1000L, 4000L, 8000L, 9000L);

      for (int number : new int[] {1, 3, 4, 6, 7, 8}) {
        assembly.add(destination.write(file.block(number)));
      }
      destination.flush();
      assertThat(assembly.completed().verify()).isTrue();
      destination.publish(assembly.completed());
    }
    assertThat(root.resolve("a")).hasBinaryContent(file.content());
    assertThat(partialNames()).isEmpty();
  }

  @Test
  void aPartialFileThatWasDamagedIsFoundOutAndStartsClean() throws Exception {
    TestFile file = TestFile.random(1, "a", 10_000, 1000);
    try (LocalDestination destination = open()) {
      file.blocks().forEach(block -> write(destination, block));
      destination.flush();
      Path partial = partial(file);
      byte[] bytes = Files.readAllBytes(partial);
      bytes[4711] ^= 1;
      Files.write(partial, bytes);

      assertThatThrownBy(() -> destination.publish(file.completedWithInheritance()))
          .hasMessageContaining("CRC-32C")
          .hasMessageContaining("transferred again")
          .extracting("code")
          .isEqualTo(ErrorCode.DESTINATION_CORRUPT);
      assertThat(visibleFiles()).isEmpty();
      assertThat(partialNames()).isEmpty();
      assertThat(destination.stored(file.metadata())).isEqualTo(Stored.nothing());

      transfer(destination, file);
    }
    assertThat(root.resolve("a")).hasBinaryContent(file.content());
  }

  @Test
  void aPartialFileOfTheWrongSizeIsNotPublished() throws Exception {
    TestFile file = TestFile.random(1, "a", 10_000, 1000);
    try (LocalDestination destination = open()) {
      file.blocks().forEach(block -> write(destination, block));
      destination.flush();
      Files.write(partial(file), new byte[9_999]);

      assertThatThrownBy(() -> destination.publish(file.completed()))
          .hasMessageContaining("9999 bytes instead of 10000")
          .extracting("code")
          .isEqualTo(ErrorCode.DESTINATION_CORRUPT);
    }
    assertThat(visibleFiles()).isEmpty();
  }

  @Test
  void aJournalWithoutItsFileIsNotBelieved() throws Exception {
    TestFile file = TestFile.random(1, "a", 10_000, 1000);
    try (LocalDestination destination = open()) {
      destination.write(file.block(3));
      destination.flush();
      Files.delete(partial(file));
      assertThat(destination.stored(file.metadata())).isEqualTo(Stored.nothing());

      destination.write(file.block(4));
      destination.flush();

      assertThat(((Stored.Partly) destination.stored(file.metadata())).ranges())
          .extracting("offset")
          .containsExactly(3000L);
    }
  }

  @Test
  void aFileThatIsDeletedAndBegunAnewBetweenFlushesGetsItsBlocks() throws Exception {
    TestFile file = TestFile.random(1, "a", 10_000, 1000);
    try (LocalDestination writer = open();
        LocalDestination committer = open()) {
      writer.write(file.block(1));
      writer.flush();
      committer.abandon(file.plan().file());
      transfer(writer, file);
    }
    assertThat(root.resolve("a")).hasBinaryContent(file.content());
  }

  @Test
  void abandonDeletesOneFileInAllVersions() throws Exception {
    TestFile old = TestFile.of(12, "a", 1, new byte[100], 10);
    TestFile young = TestFile.of(12, "a", 2, new byte[100], 10);
    TestFile other = TestFile.random(123, "b", 100, 10);
    try (LocalDestination destination = open()) {
      for (TestFile file : List.of(old, young, other)) {
        destination.write(file.block(1));
      }
      destination.flush();
      destination.write(old.block(2));

      destination.abandon(old.plan().file());

      assertThat(partialNames()).hasSize(2).allMatch(name -> name.startsWith("123-"));
      destination.flush();
      assertThat(partialNames()).hasSize(2);
      destination.abandon(TestFile.random(5, "x", 1, 1).plan().file());
    }
  }

  @Test
  void cleanUpDeletesWhatDeadRunsLeftAndNothingElse() throws Exception {
    TestFile published = TestFile.random(1, "a", 100, 10);
    TestFile dead = TestFile.random(2, "b", 100, 10);
    TestFile deadAndSmall = TestFile.random(3, "c", 10, 10);
    try (LocalDestination destination = open()) {
      transfer(destination, published);
      destination.write(dead.block(1));
      destination.write(deadAndSmall.block(1));
      destination.flush();
      destination.cleanUp();
      assertThat(partialNames()).hasSize(3);
    }
    Instant later = Instant.now().plus(Duration.ofDays(8));
    TestFile alive = TestFile.random(4, "d", 100, 10);
    try (LocalDestination destination =
        LocalDestination.open(
            LocalDestinationSpec.in(root), Clock.fixed(later, ZoneOffset.UTC), true)) {
      destination.write(alive.block(1));
      destination.flush();
      Files.setLastModifiedTime(partial(alive), FileTime.from(later.minusSeconds(60)));

      destination.cleanUp();
      assertThat(partialNames()).hasSize(2).allMatch(name -> name.startsWith("4-"));

      destination.abandon(alive.plan().file());
      destination.cleanUp();
      assertThat(root.resolve(".directio")).doesNotExist();

      transfer(destination, alive);
    }
    assertThat(root.resolve("a")).hasBinaryContent(published.content());
    assertThat(root.resolve("d")).hasBinaryContent(alive.content());
  }

  @Test
  void keepsFewFilesOpen() throws Exception {
    List<TestFile> files = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      files.add(TestFile.random(i, "f" + i, 300, 100));
      blocks.addAll(files.get(i).blocks());
    }
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (LocalDestination destination = LocalDestinationSpec.in(root).withMaxOpenFiles(5).open()) {
      long before = system.getOpenFileDescriptorCount();
      writeFromManyThreads(destination, shuffled(blocks));
      assertThat(system.getOpenFileDescriptorCount() - before).isLessThan(50);
      destination.flush();
      List<CompletedFile> all = files.stream().map(TestFile::completedWithInheritance).toList();
      assertThat(destination.publishAll(all)).allMatch(result -> result.entry().isPresent());
    }
    assertThat(visibleFiles()).hasSize(100);
  }

  @Test
  void anInterruptedWriterDisturbsNobody() throws Exception {
    TestFile file = TestFile.random(1, "a", 2_000_000, 100_000);
    try (LocalDestination destination = open()) {
      Callable<Void> nuisance =
          () -> {
            for (int i = 0; i < 300; i++) {
              Thread.currentThread().interrupt();
              assertThatThrownBy(() -> destination.write(file.block(1)))
                  .hasMessageContaining("interrupted");
              assertThat(Thread.interrupted()).isTrue();
            }
            return null;
          };
      FutureTask<Void> interrupting = new FutureTask<>(nuisance);
      new Thread(interrupting).start();
      List<Block> blocks = shuffled(file.blocks());
      do {
        writeFromManyThreads(destination, blocks);
      } while (!interrupting.isDone());
      interrupting.get();
      destination.flush();
      destination.publish(file.completedWithInheritance());
    }
    assertThat(root.resolve("a")).hasBinaryContent(file.content());
  }

  @Test
  void anInterruptedFlushIsNoFlush() throws Exception {
    TestFile file = TestFile.random(1, "a", 10_000, 1000);
    TestFile other = TestFile.random(2, "b", 10_000, 1000);
    try (LocalDestination destination = open()) {
      file.blocks().forEach(block -> write(destination, block));
      other.blocks().forEach(block -> write(destination, block));
      Thread.currentThread().interrupt();
      assertThatThrownBy(destination::flush).hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();

      destination.flush();

      assertThat(((Stored.Partly) destination.stored(file.metadata())).ranges()).hasSize(10);
      assertThat(((Stored.Partly) destination.stored(other.metadata())).ranges()).hasSize(10);
    }
  }

  private LocalDestination open() throws DestinationException {
    return LocalDestinationSpec.in(root).open();
  }

  private LocalDestination open(boolean attributes) throws DestinationException {
    return LocalDestination.open(LocalDestinationSpec.in(root), Clock.systemUTC(), attributes);
  }

  private Path partial(TestFile file) {
    return new Layout(root).partial(file.metadata());
  }

  static ManifestEntry transfer(LocalDestination destination, TestFile file)
      throws DestinationException {
    file.blocks().forEach(block -> write(destination, block));
    destination.flush();
    return destination.publish(file.completed());
  }

  private static Receipt write(LocalDestination destination, Block block) {
    try {
      return destination.write(block);
    } catch (DestinationException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Receipt> writeFromManyThreads(
      LocalDestination destination, List<Block> blocks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<Receipt>> writes = new ArrayList<>();
    for (Block block : blocks) {
      writes.add(pool.submit(() -> destination.write(block)));
    }
    List<Receipt> receipts = new ArrayList<>();
    for (Future<Receipt> write : writes) {
      receipts.add(write.get());
    }
    pool.shutdown();
    return receipts;
  }

  private static List<Block> shuffled(List<Block> blocks) {
    List<Block> shuffled = new ArrayList<>(blocks);
    Collections.shuffle(shuffled, new Random(42));
    return shuffled;
  }

  private List<Path> visibleFiles() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(root.resolve(".directio")))
          .toList();
    }
  }

  private List<String> partialNames() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(".directio/partial"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

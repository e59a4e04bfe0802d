// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileDetails;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.Stored;
import io.directio.StoredRange;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.FileAssembly;
import io.directio.assemble.PathPolicy;
import io.directio.assemble.Publication;
import io.directio.assemble.Receipt;
import io.directio.assemble.TestFile;
import io.directio.emulator.s3.S3Call;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3DestinationTest {

  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  private TestBucket bucket;

  @BeforeEach
  void start() {
    bucket = new TestBucket(directory);
  }

  @AfterEach
  void stop() {
    bucket.close();
  }

  @Test
  void publishesAFileWhosePartsWereWrittenByManyInstancesInAnyOrder() throws Exception {
    TestFile file = TestFile.random(1, "a/b/huge.bin", 41 * MIB + 12345, MIB);
    List<Block> blocks = shuffled(file.blocks());
    ExecutorService threads = Executors.newFixedThreadPool(3);
    FileAssembly assembly = new FileAssembly(file.metadata());
    List<Future<List<Receipt>>> written = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int writer = i;
      // Whole units to each, but one unit that all of them have something of.
      written.add(
          threads.submit(
              () -> write(blocks.stream().filter(block -> writerOf(block) == writer).toList())));
    }
    for (Future<List<Receipt>> receipts : written) {
      for (Receipt receipt : receipts.get()) {
        assembly.add(receipt);
      }
    }
    threads.shutdown();
    assertThat(bucket.keys()).allMatch(key -> key.startsWith(".directio/"));

    try (S3Destination publisher = bucket.spec().open()) {
      ManifestEntry row = publisher.publish(assembly.completed());
      assertThat(row).isEqualTo(ManifestEntry.ok(file.metadata(), "a/b/huge.bin", file.crc32c()));
    }
    assertThat(bucket.read("a/b/huge.bin")).isEqualTo(file.content());
    assertThat(bucket.keys()).containsExactly("a/b/huge.bin");
    assertThat(bucket.uploads()).isZero();
    // Sent along, and computed by the store from what it has.
    assertThat(bucket.head("a/b/huge.bin").checksumCRC32C()).isNotBlank();
    assertThat(bucket.calls(S3Call.COPY_PART)).isGreaterThanOrEqualTo(6);
  }

  private static int writerOf(Block block) {
    long unit = block.offset() / S3DestinationSpec.MIN_PART;
    return (int) ((unit == 3 ? block.number() : unit) % 3);
  }

  private List<Receipt> write(List<Block> blocks) throws DestinationException {
    List<Receipt> receipts = new ArrayList<>();
    try (S3Destination writer = bucket.spec().open()) {
      for (Block block : blocks) {
        receipts.add(writer.write(block));
      }
      writer.flush();
    }
    return receipts;
  }

  @Test
  void publishesASmallFileWithTwoWritesAndWithoutALook() throws Exception {
    TestFile file = TestFile.random(1, "small", 12_000, 20_000);
    try (S3Destination destination = bucket.spec().open()) {
      transfer(destination, file);
    }
    assertThat(bucket.calls(S3Call.PUT)).isEqualTo(1);
    assertThat(bucket.calls(S3Call.COPY)).isEqualTo(1);
    // When it was opened.
    assertThat(bucket.calls(S3Call.LIST)).isEqualTo(1);
    assertThat(bucket.read("small")).isEqualTo(file.content());
    assertThat(bucket.keys()).containsExactly("small");
  }

  @Test
  void tellsTheModificationTimeOfThePortalsFileAsRcloneDoes() throws Exception {
    Instant changed = Instant.parse("2001-02-03T04:05:06.789Z");
    List<Integer> sizes = List.of(0, 1000, 6 * MIB, 11 * MIB);
    for (int size : sizes) {
      FileRef ref =
          new FileRef(size, "f" + size, size, 1, new FileDetails("g", changed, null, null));
      try (S3Destination destination = bucket.spec().open()) {
        transfer(destination, TestFile.of(ref, new byte[size], 3 * MIB));
      }
      assertThat(bucket.head("f" + size).metadata())
          .containsEntry("mtime", "981173106.789000000")
          .containsKey("directio");
    }
  }

  @Test
  void publishesAnEmptyFile() throws Exception {
    TestFile file = TestFile.random(1, "nothing", 0, 10);
    try (S3Destination destination = bucket.spec().open()) {
      Receipt receipt = destination.write(file.block(1));
      assertThat(receipt).isEqualTo(new Receipt(file.metadata(), 0, 0, 0, false));
      destination.flush();
      assertThat(destination.publish(file.completed()).blocks()).isZero();
      assertThat(destination.stored(file.metadata()))
          .isEqualTo(Stored.whole("nothing", OptionalInt.of(0)));
    }
    assertThat(bucket.read("nothing")).isEmpty();
  }

  @Test
  void everyStepCanBeRepeated() throws Exception {
    TestFile file = TestFile.random(1, "a", 11 * MIB, 700_000);
    try (S3Destination first = bucket.spec().open();
        S3Destination second = bucket.spec().open()) {
      for (int i = 0; i < 2; i++) {
        for (Block block : shuffled(file.blocks())) {
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
    assertThat(bucket.read("a")).isEqualTo(file.content());
    assertThat(bucket.keys()).containsExactly("a");
  }

  @Test
  void whatIsFlushedSurvivesTheWriter() throws Exception {
    TestFile file = TestFile.random(1, "a", 13 * MIB, MIB);
    try (S3Destination writer = bucket.spec().open()) {
      for (int number : List.of(1, 2, 4, 9)) {
        writer.write(file.block(number));
      }
      writer.flush();
      writer.write(file.block(10));
    }
    FileAssembly assembly = new FileAssembly(file.metadata());
    try (S3Destination next = bucket.spec().open()) {
      Stored.Partly stored = (Stored.Partly) next.stored(file.metadata());
      for (StoredRange range : stored.ranges()) {
        assembly.add(Receipt.inherited(range));
      }
      assertThat(assembly.received()).isEqualTo(4 * MIB);
      for (Block block : file.blocks()) {
        if (!List.of(1, 2, 4, 9).contains(block.number())) {
          assembly.add(next.write(block));
        }
      }
      next.flush();
      next.publish(assembly.completed());
    }
    assertThat(bucket.read("a")).isEqualTo(file.content());
    assertThat(bucket.keys()).containsExactly("a");
  }

  @Test
  void storesAUnitInOnePieceAlsoIfAFlushCameInBetween() throws Exception {
    TestFile file = TestFile.random(1, "a", 10 * MIB, MIB);
    try (S3Destination destination = bucket.spec().open()) {
      for (Block block : file.blocks()) {
        destination.write(block);
        destination.flush();
      }
      long gets = bucket.calls(S3Call.GET);
      destination.publish(file.completed());
      assertThat(bucket.calls(S3Call.COPY_PART)).isEqualTo(2);
      // Of the note about the upload.
      assertThat(bucket.calls(S3Call.GET) - gets).isEqualTo(1);
    }
    assertThat(bucket.read("a")).isEqualTo(file.content());
  }

  @Test
  void holdsNoMoreThanItMay() throws Exception {
    List<TestFile> files = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      files.add(TestFile.random(i, "f" + i, 4 * MIB, MIB));
    }
    // One block of each in turn: nothing is complete before most have come.
    try (S3Destination destination = bucket.spec().withMemory(3 * MIB).open()) {
      for (int number = 1; number <= 4; number++) {
        for (TestFile file : files) {
          destination.write(file.block(number));
        }
      }
      destination.flush();
      List<CompletedFile> completed = files.stream().map(TestFile::completed).toList();
      assertThat(destination.publishAll(completed)).allMatch(p -> p.failure().isEmpty());
    }
    for (TestFile file : files) {
      assertThat(bucket.read(file.metadata().file().path())).isEqualTo(file.content());
    }
    assertThat(bucket.partials()).isEmpty();
  }

  @Test
  void skipsWhatIsThereInTheSameVersionOnly() throws Exception {
    TestFile file = TestFile.of(1, "a", 7, new byte[1000], 100);
    TestFile newer = TestFile.of(1, "a", 8, new byte[1000], 100);
    try (S3Destination destination = bucket.spec().open()) {
      assertThat(destination.stored(file.metadata())).isEqualTo(Stored.nothing());
      transfer(destination, file);
      assertThat(destination.stored(file.metadata()))
          .isEqualTo(Stored.whole("a", OptionalInt.of(file.crc32c())));
      assertThat(destination.stored(newer.metadata())).isEqualTo(Stored.nothing());
    }
  }

  @Test
  void keepsWhatIsNotOursUnlessItMayBeOverwritten() throws Exception {
    TestFile file = TestFile.random(1, "a", 1000, 100);
    bucket.put("a", "from somebody else");
    try (S3Destination destination = bucket.spec().open()) {
      for (Block block : file.blocks()) {
        destination.write(block);
      }
      destination.flush();
      Publication result = destination.publishAll(List.of(file.completed())).get(0);
      assertThat(result.failure().orElseThrow())
          .hasMessageContaining("'a'")
          .hasMessageContaining("--overwrite")
          .extracting("code")
          .isEqualTo(ErrorCode.PATH_COLLISION);
      assertThatThrownBy(() -> destination.stored(file.metadata()))
          .extracting("code")
          .isEqualTo(ErrorCode.PATH_COLLISION);
    }
    assertThat(new String(bucket.read("a"))).isEqualTo("from somebody else");
    try (S3Destination destination = bucket.spec().withOverwriteForeign(true).open()) {
      assertThat(destination.stored(file.metadata())).isEqualTo(Stored.nothing());
      transfer(destination, file);
    }
    assertThat(bucket.read("a")).isEqualTo(file.content());
  }

  @Test
  void keepsAnotherFileOfThePortal() throws Exception {
    TestFile file = TestFile.random(1, "a", 1000, 100);
    TestFile twin = TestFile.random(2, "a", 1000, 100);
    try (S3Destination destination = bucket.spec().open()) {
      transfer(destination, file);
      for (Block block : twin.blocks()) {
        destination.write(block);
      }
      destination.flush();
      List<Publication> results = destination.publishAll(List.of(twin.completed()));
      assertThat(results.get(0).failure().orElseThrow().code()).isEqualTo(ErrorCode.PATH_COLLISION);
      assertThatThrownBy(() -> destination.stored(twin.metadata()))
          .isInstanceOf(DestinationException.class)
          .hasMessageContaining("file 1 of the portal");
    }
    assertThat(bucket.read("a")).isEqualTo(file.content());
    assertThat(bucket.keys()).containsExactly("a");
  }

  @Test
  void makesNamesSafe() throws Exception {
    List<String> names =
        List.of(
            "../up",
            "/absolute",
            "a//b",
            ".directio/x",
            "tab\tname",
            "long/".repeat(300) + "x",
            "ünï/çø");
    try (S3Destination destination = bucket.spec().open()) {
      for (int i = 0; i < names.size(); i++) {
        transfer(destination, TestFile.random(i, names.get(i), 1000, 2000));
      }
    }
    assertThat(bucket.keys())
        .hasSize(names.size())
        .contains("ünï/çø")
        .allMatch(key -> !key.startsWith(".directio") && !key.contains("..") && !key.contains("//"))
        .allMatch(key -> ("some/folder/" + key).getBytes(StandardCharsets.UTF_8).length <= 1024);
    try (S3Destination destination = bucket.spec().withPaths(PathPolicy.QUARANTINE).open()) {
      assertThatThrownBy(() -> transfer(destination, TestFile.random(99, "../up", 10, 10)))
          .satisfies(
              e -> assertThat(((DestinationException) e).code()).isEqualTo(ErrorCode.UNSAFE_PATH));
    }
  }

  @Test
  void takesTheAnswersOfTwoReadersOfOneFile() throws Exception {
    TestFile file = TestFile.random(1, "a", 12 * MIB, 2 * MIB);
    // [1 2] and [2 3] lie over each other: neither way do the pieces lie end to end.
    write(List.of(file.block(1), file.block(2)));
    write(List.of(file.block(2), file.block(3)));
    write(List.of(file.block(4), file.block(5), file.block(6)));
    try (S3Destination destination = bucket.spec().withPartBytes(50 * MIB).open()) {
      destination.publish(file.completed());
    }
    assertThat(bucket.read("a")).isEqualTo(file.content());
    assertThat(bucket.keys()).containsExactly("a");
  }

  @Test
  void saysThatAFileMustBeTransferredAgainWhosePartsAreGone() throws Exception {
    TestFile file = TestFile.random(1, "a", 12 * MIB, 2 * MIB);
    try (S3Destination destination = bucket.spec().open()) {
      for (Block block : file.blocks()) {
        destination.write(block);
      }
      destination.flush();
      bucket.delete(bucket.partials().get(1));
      assertThatThrownBy(() -> destination.publish(file.completed()))
          .hasMessageContaining("its stored parts are gone")
          .satisfies(
              e ->
                  assertThat(((DestinationException) e).code())
                      .isEqualTo(ErrorCode.DESTINATION_CORRUPT));
    }
    assertThat(bucket.keys()).isEmpty();
  }

  @Test
  void abandonsAFileInAllVersions() throws Exception {
    TestFile file = TestFile.of(1, "a", 7, new byte[1000], 100);
    TestFile newer = TestFile.of(1, "a", 8, new byte[1000], 100);
    TestFile other = TestFile.of(11, "b", 8, new byte[1000], 100);
    try (S3Destination destination = bucket.spec().open()) {
      for (TestFile any : List.of(file, newer, other)) {
        destination.write(any.block(2));
      }
      destination.flush();
      destination.abandon(file.metadata().file());
      assertThat(bucket.partials()).singleElement().asString().contains("/11-");
    }
  }

  @Test
  void storesNothingMoreOfAFileThatWasAbandoned() throws Exception {
    TestFile file = TestFile.random(1, "a", 15 * MIB, MIB);
    try (S3Destination destination = bucket.spec().open()) {
      for (Block block : file.blocks()) {
        destination.write(block);
      }
      destination.abandon(file.metadata().file());
      destination.flush();
    }
    assertThat(bucket.keys()).isEmpty();
  }

  @Test
  void cleansUpWhatNobodyWorksOn() throws Exception {
    TestFile file = TestFile.random(1, "a", 12 * MIB, 2 * MIB);
    bucket.faults().on(S3Call.COMPLETE_UPLOAD).fails(403, "AccessDenied");
    // A publisher that was killed: it neither completed nor aborted.
    bucket.faults().on(S3Call.ABORT_UPLOAD).once().fails(403, "AccessDenied");
    try (S3Destination destination = bucket.spec().open()) {
      for (Block block : file.blocks()) {
        destination.write(block);
      }
      destination.flush();
      assertThatThrownBy(() -> destination.publish(file.completed()))
          .hasMessageContaining("AccessDenied");
    }
    assertThat(bucket.uploads()).isEqualTo(1);
    assertThat(bucket.partials()).isNotEmpty();
    try (S3Destination today = bucket.spec().open()) {
      today.cleanUp();
      assertThat(bucket.partials()).isNotEmpty();
    }
    Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(8)), ZoneOffset.UTC);
    try (S3Destination nextWeek = S3Destination.open(bucket.spec(), later)) {
      nextWeek.cleanUp();
    }
    assertThat(bucket.keys()).isEmpty();
    assertThat(bucket.uploads()).isZero();
  }

  static void transfer(S3Destination destination, TestFile file) throws DestinationException {
    for (Block block : file.blocks()) {
      destination.write(block);
    }
    destination.flush();
    destination.publish(file.completed());
  }

  private static List<Block> shuffled(List<Block> blocks) {
    List<Block> shuffled = new ArrayList<>(blocks);
    Collections.shuffle(shuffled, new Random(7));
    return shuffled;
  }
}

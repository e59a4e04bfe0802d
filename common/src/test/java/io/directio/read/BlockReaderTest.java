// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static io.directio.read.Emulation.bytes;
import static io.directio.read.Emulation.ref;
import static io.directio.read.Emulation.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.FileMetadata;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.Stored;
import io.directio.StoredRange;
import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.plan.BlockRun;
import io.directio.plan.SplitPlanner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockReaderTest {

  private static final int SMALL_FILES = 40;

  private Emulator emulator;
  private DirectIOClient client;
  private BlockReader reader;
  private EmulatedFile large;
  private EmulatedFile empty;

  @BeforeEach
  void start() throws Exception {
    EmulatorBuilder builder =
        Emulator.builder()
            .file("large", text(2_000_000, 1))
            .file("empty", new byte[0])
            .blockSize(BlockSize.fixed(100_000));
    for (int i = 0; i < SMALL_FILES; i++) {
      builder.file("small-" + i, text(5_000 + 10_000 * i, i));
    }
    emulator = builder.start();
    client = Emulation.client(emulator);
    reader = client.reader(ReaderOptions.DEFAULT);
    large = emulator.file("large");
    empty = emulator.file("empty");
  }

  @AfterEach
  void stop() {
    reader.close();
    client.close();
    emulator.close();
  }

  @Test
  void readsWholeFilesWithOnePortalCallEach() throws Exception {
    List<ReadTask> tasks = new ArrayList<>();
    emulator.files().forEach(file -> tasks.add(ReadTask.wholeFile(ref(file))));

    Readings readings = Readings.of(reader, tasks);

    for (EmulatedFile file : emulator.files()) {
      assertThat(readings.bytes(file.id())).isEqualTo(bytes(file));
      assertThat(emulator.requests().portalCalls(file.path())).isEqualTo(1);
    }
    assertThat(readings.tasksEnded()).isEqualTo(tasks.size());
    assertThat(readings.entries).isEmpty();
    assertThat(client.statistics().retries()).isZero();
  }

  @Test
  void readsRunsOfAPlannedFileWithOnePortalCallInAll() throws Exception {
    FilePlan plan = client.plan(ref(large));
    List<ReadTask> tasks = new ArrayList<>();
    for (BlockRun run : SplitPlanner.DEFAULT.withMaxRunBytes(300_000).runs(plan)) {
      tasks.add(ReadTask.run(run).withTag(run.firstBlock()));
    }
    assertThat(tasks).hasSize(7);

    Readings readings = Readings.of(reader, tasks);

    assertThat(readings.bytes(large.id())).isEqualTo(bytes(large));
    assertThat(readings.tasksEnded()).isEqualTo(7);
    assertThat(emulator.requests().portalCalls()).isEqualTo(1);
    assertThat(readings.deliveries)
        .allSatisfy(
            delivery ->
                assertThat(delivery.task().tag())
                    .isEqualTo(delivery.task().run().orElseThrow().firstBlock()));
  }

  @Test
  void givesAnEmptyFileAsOneBlockOfNoBytes() throws Exception {
    FilePlan plan = client.plan(ref(empty));
    BlockRun run = SplitPlanner.DEFAULT.runs(plan).iterator().next();

    for (ReadTask task : List.of(ReadTask.wholeFile(ref(empty)), ReadTask.run(run))) {
      Readings readings = Readings.of(reader, List.of(task));

      assertThat(readings.deliveries).hasSize(1);
      Delivery only = readings.deliveries.get(0);
      assertThat(only.last()).isTrue();
      assertThat(only.result())
          .hasValueSatisfying(result -> assertThat(((Block) result).length()).isZero());
    }
  }

  @Test
  void doesNotReadAgainWhatWasDone() throws Exception {
    FilePlan plan = client.plan(ref(large));
    BlockRun run = SplitPlanner.DEFAULT.runs(plan).iterator().next();
    BitSet done = new BitSet();
    done.set(0, 5);
    done.set(19);

    Readings readings = Readings.of(reader, List.of(ReadTask.run(run, done)));
    Readings resumed =
        Readings.of(reader, List.of(ReadTask.wholeFile(ref(large), plan.fingerprint(), done)));
    BitSet all = new BitSet();
    all.set(0, 20);
    Readings nothing = Readings.of(reader, List.of(ReadTask.run(run, all)));

    assertThat(readings.blocks(large.id())).isEqualTo(14);
    assertThat(resumed.blocks(large.id())).isEqualTo(14);
    assertThat(emulator.requests().gets("large", 3)).isZero();
    assertThat(nothing.deliveries).hasSize(1);
    assertThat(nothing.deliveries.get(0).result()).isEmpty();
  }

  @Test
  void startsOverWhenAResumedFileHasChanged() throws Exception {
    BitSet done = new BitSet();
    done.set(0, 5);

    Readings readings = Readings.of(reader, List.of(ReadTask.wholeFile(ref(large), 12345, done)));

    assertThat(readings.bytes(large.id())).isEqualTo(bytes(large));
  }

  @Test
  void skipsAFileThatIsStoredWhole() throws Exception {
    FilePlan plan = client.plan(ref(large));
    List<ReadTask> tasks = new ArrayList<>();
    SplitPlanner.DEFAULT
        .withMaxRunBytes(500_000)
        .runs(plan)
        .forEach(run -> tasks.add(ReadTask.run(run)));
    tasks.add(ReadTask.wholeFile(ref(emulator.file("small-3"))));
    try (BlockReader skipping =
        client.reader(
            ReaderOptions.DEFAULT.withStored(
                file -> Stored.whole(file.file().path(), OptionalInt.of(7))))) {

      Readings readings = Readings.of(skipping, tasks);

      assertThat(readings.deliveries).hasSize(tasks.size());
      assertThat(readings.entries)
          .extracting(ManifestEntry::path, ManifestEntry::status, ManifestEntry::crc32c)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple("large", ManifestEntry.Status.SKIPPED, 7),
              org.assertj.core.groups.Tuple.tuple("small-3", ManifestEntry.Status.SKIPPED, 7));
      assertThat(emulator.requests().gets()).isZero();
    }
  }

  @Test
  void givesStoredRangesInsteadOfFetchingThem() throws Exception {
    FilePlan plan = client.plan(ref(large));
    FileMetadata file = plan.metadata();
    Stored held =
        Stored.partly(
            List.of(
                range(file, 0, 100_000),
                range(file, 250_000, 100_000), // not blocks: no use
                range(file, 400_000, 300_000), // crosses the end of the first run
                range(file, 1_000_000, 200_000)));
    List<ReadTask> tasks = new ArrayList<>();
    SplitPlanner.DEFAULT
        .withMaxRunBytes(500_000)
        .runs(plan)
        .forEach(run -> tasks.add(ReadTask.run(run)));
    try (BlockReader resuming = client.reader(ReaderOptions.DEFAULT.withStored(any -> held))) {

      Readings readings = Readings.of(resuming, tasks);

      assertThat(readings.stored)
          .extracting(StoredRange::offset)
          .containsExactlyInAnyOrder(0L, 1_000_000L);
      assertThat(readings.blocks(large.id())).isEqualTo(17);
      assertThat(emulator.requests().gets("large", 1)).isZero();
      assertThat(emulator.requests().gets("large", 11)).isZero();
      assertThat(emulator.requests().gets("large", 5)).isEqualTo(1);
      assertThat(readings.tasksEnded()).isEqualTo(tasks.size());
      assertThat(readings.deliveries)
          .filteredOn(d -> d.result().orElse(null) instanceof StoredRange r && r.offset() > 0)
          .singleElement()
          .satisfies(
              d -> {
                assertThat(d.firstBlock()).isEqualTo(11);
                assertThat(d.lastBlock()).isEqualTo(12);
              });
    }
  }

  @Test
  void endsATaskOfWhichEverythingIsStored() throws Exception {
    try (BlockReader resuming =
        client.reader(
            ReaderOptions.DEFAULT.withStored(
                file -> Stored.partly(List.of(range(file, 0, file.size())))))) {

      Readings readings = Readings.of(resuming, List.of(ReadTask.wholeFile(ref(large))));

      assertThat(readings.deliveries).hasSize(1);
      assertThat(readings.stored).hasSize(1);
      assertThat(emulator.requests().gets()).isZero();
    }
  }

  private static StoredRange range(FileMetadata file, long offset, long length) {
    return new StoredRange(file, offset, length, 1);
  }

  @Test
  void writesOffAFileThatIsNotThereAndReadsTheOthers() throws Exception {
    Readings readings =
        Readings.of(
            reader, List.of(ReadTask.wholeFile(FileRef.ofId(999)), ReadTask.wholeFile(ref(large))));

    assertThat(readings.onlyFailure().error().code()).hasToString("NOT_FOUND");
    assertThat(readings.bytes(large.id())).isEqualTo(bytes(large));
  }

  @Test
  void usesArraysAgainWhenToldTo() throws Exception {
    try (BlockReader reusing = client.reader(ReaderOptions.DEFAULT.withReuseArrays(true))) {
      for (int i = 0; i < 3; i++) {
        Readings readings = Readings.of(reusing, List.of(ReadTask.wholeFile(ref(large))));
        assertThat(readings.bytes(large.id())).isEqualTo(bytes(large));
      }
    }
  }

  @Test
  void holdsNoMoreMemoryThanItsBudgetWhileNothingIsGivenBack() throws Exception {
    ClientOptions options = Emulation.options(emulator).memoryBudget(1_000_000).build();
    try (DirectIOClient small = DirectIOClient.open(options);
        BlockReader slow = small.reader(ReaderOptions.DEFAULT)) {
      slow.submit(ReadTask.wholeFile(ref(large)));
      List<Delivery> kept = new ArrayList<>();
      Optional<Delivery> polled = slow.poll(Duration.ofSeconds(5));
      while (polled.isPresent()) {
        kept.add(polled.get());
        polled = slow.poll(Duration.ofMillis(300));
      }
      assertThat(kept.size()).isBetween(3, 10);
      assertThat(slow.pendingBytes()).isLessThanOrEqualTo(1_000_000);

      Readings rest = new Readings();
      kept.forEach(slow::done);
      rest.drain(slow);
      assertThat(kept.size() + rest.deliveries.size()).isEqualTo(20);
    }
  }

  @Test
  void readsBlocksThatAreLargerThanTheWholeBudget() throws Exception {
    ClientOptions options = Emulation.options(emulator).memoryBudget(1).build();
    try (DirectIOClient tiny = DirectIOClient.open(options);
        BlockReader alone = tiny.reader(ReaderOptions.DEFAULT)) {
      Readings readings = Readings.of(alone, List.of(ReadTask.wholeFile(ref(large))));
      assertThat(readings.bytes(large.id())).isEqualTo(bytes(large));
    }
  }

  @Test
  void isNotStarvedByAReaderThatNobodyDrains() throws Exception {
    ClientOptions options = Emulation.options(emulator).memoryBudget(500_000).build();
    try (DirectIOClient shared = DirectIOClient.open(options);
        BlockReader idle = shared.reader(ReaderOptions.DEFAULT);
        BlockReader busy = shared.reader(ReaderOptions.DEFAULT);
        BlockStream stream = shared.stream(large.id()).open()) {
      idle.submit(ReadTask.wholeFile(ref(large)));
      assertThat(idle.poll(Duration.ofSeconds(5))).isPresent();

      Readings readings = Readings.of(busy, List.of(ReadTask.wholeFile(ref(large))));

      assertThat(readings.bytes(large.id())).isEqualTo(bytes(large));
      assertThat(stream.asInputStream().readAllBytes()).isEqualTo(bytes(large));
    }
  }

  @Test
  void forgetsACancelledTask() throws Exception {
    ReadTask cancelled = ReadTask.wholeFile(ref(large));
    ReadTask other = ReadTask.wholeFile(ref(emulator.file("small-7")));
    reader.submit(cancelled);
    Optional<Delivery> first = reader.poll(Duration.ofSeconds(5));
    reader.submit(other);
    reader.cancel(cancelled);

    Readings readings = new Readings();
    while (!reader.idle()) {
      readings.take(reader, Duration.ofMillis(100));
    }

    assertThat(readings.deliveries).allSatisfy(d -> assertThat(d.task()).isSameAs(other));
    assertThat(readings.tasksEnded()).isEqualTo(1);
    reader.done(first.orElseThrow());
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(reader.pendingBytes()).isZero());
  }

  @Test
  void wakesUpAPollThatWaits() throws Exception {
    Thread waker = new Thread(reader::wakeUp);
    waker.start();
    assertThat(reader.poll(Duration.ofSeconds(30))).isEmpty();
    waker.join();
  }

  @Test
  void keepsTheInterruptOfAPollThatWasInterrupted() throws Exception {
    Thread.currentThread().interrupt();
    assertThat(reader.poll(Duration.ofSeconds(30))).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void takesBackWhatWasPolledAfterItWasClosed() throws Exception {
    reader.submit(ReadTask.wholeFile(ref(large)));
    Delivery delivery = reader.poll(Duration.ofSeconds(5)).orElseThrow();
    reader.close();
    reader.done(delivery);
    reader.done(delivery);
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(reader.pendingBytes()).isZero());
    assertThatThrownBy(() -> reader.poll(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> reader.submit(ReadTask.wholeFile(ref(large))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesATaskThatIsUnderWay() {
    ReadTask task = ReadTask.wholeFile(ref(large));
    reader.submit(task);
    assertThatIllegalArgumentException().isThrownBy(() -> reader.submit(task));
  }

  @Test
  void digestsWhatItGives() throws Exception {
    Readings readings = Readings.of(reader, List.of(ReadTask.wholeFile(ref(large))));
    for (Delivery delivery : readings.deliveries) {
      Block block = (Block) delivery.result().orElseThrow();
      CRC32C digest = new CRC32C();
      digest.update(block.data());
      assertThat(block.crc32c()).isEqualTo((int) digest.getValue());
    }
  }

  @Test
  void listsManyFilesAtOnce() throws Exception {
    // The portal answers when so many have asked.
    CountDownLatch together = new CountDownLatch(16);
    try (Emulator far = smallFiles(Emulator.builder()).start();
        DirectIOClient remote = Emulation.client(far);
        BlockReader patient = remote.reader(ReaderOptions.DEFAULT)) {
      far.faults()
          .portal()
          .editBody(
              listing -> {
                together.countDown();
                await(together);
                return listing;
              });
      List<ReadTask> tasks = new ArrayList<>();
      far.files().forEach(file -> tasks.add(ReadTask.wholeFile(ref(file))));

      Readings readings = Readings.of(patient, tasks);

      assertThat(readings.tasksEnded()).isEqualTo(64);
      assertThat(readings.entries).isEmpty();
      assertThat(together.getCount()).isZero();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static EmulatorBuilder smallFiles(EmulatorBuilder builder) {
    for (int i = 0; i < 64; i++) {
      builder.file("f" + i, text(1000, i));
    }
    return builder;
  }
}

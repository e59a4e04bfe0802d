// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static io.directio.read.Emulation.ref;
import static io.directio.read.Emulation.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.FilePlan;
import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.emulator.fault.StorageFaults;
import io.directio.http.RetryPolicy;
import io.directio.plan.BlockRun;
import io.directio.plan.SplitPlanner;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many readers at once, with everything going wrong now and then: rows 31 and 34 among others. */
@Timeout(180)
class StressTest {

  private static final long SEED = 20260801;

  private Emulator emulator;
  private DirectIOClient client;

  @BeforeEach
  void start() throws Exception {
    EmulatorBuilder builder =
        Emulator.builder().blockSize(BlockSize.variable(20_000)).storageHosts(2);
    Random random = new Random(SEED);
    for (int i = 0; i < 30; i++) {
      builder.file("f" + i, text(random.nextInt(i % 5 == 0 ? 600_000 : 30_000), i));
    }
    emulator = builder.start();
    client = open(Duration.ofMillis(500));
  }

  private DirectIOClient open(Duration patience) throws Exception {
    return DirectIOClient.open(
        Emulation.options(emulator)
            .retries(new RetryPolicy(12, Duration.ofMillis(1), Duration.ofMillis(20)))
            .storageHttp(Emulation.patience(patience))
            .hedgeAfter(Duration.ofMillis(300))
            .memoryBudget(400_000)
            .build());
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  private void letThingsGoWrong() {
    StorageFaults storage = emulator.faults().storage();
    storage.withProbability(0.02, SEED).expired();
    storage.withProbability(0.03, SEED + 1).respond(500);
    storage.withProbability(0.03, SEED + 2).reset();
    storage.withProbability(0.03, SEED + 3).resetAfter(3000);
    storage.withProbability(0.02, SEED + 4).truncateBody(700);
    storage.withProbability(0.02, SEED + 5).slowDown();
    storage.withProbability(0.01, SEED + 6).htmlPage();
    storage.withProbability(0.01, SEED + 7).cutChunkedAfter(2000);
    storage.withProbability(0.003, SEED + 8).stallAfter(1000);
    storage.withProbability(0.05, SEED + 9).chunked();
    emulator.faults().portal().withProbability(0.03, SEED + 10).respond(503);
  }

  @Test
  void readsTheSameBytesInEveryWayWhateverGoesWrong() throws Exception {
    letThingsGoWrong();
    ExecutorService users = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int user = 0; user < 8; user++) {
        int seed = user;
        work.add(users.submit(() -> read(seed)));
      }
      for (Future<?> future : work) {
        future.get(150, TimeUnit.SECONDS);
      }
    } finally {
      users.shutdownNow();
    }
    assertThat(client.statistics().retries()).as("things did go wrong").isGreaterThan(20);
    assertNothingIsHeld();
  }

  /** One user, who reads in one of four ways. */
  private Void read(int seed) throws Exception {
    List<EmulatedFile> files = new ArrayList<>(emulator.files());
    java.util.Collections.shuffle(files, new Random(seed));
    switch (seed % 4) {
      case 0 -> readWhole(files, seed);
      case 1 -> readRuns(files.subList(0, 12));
      case 2 -> stream(files.subList(0, 8), new Random(seed));
      default -> readBlocks(files.subList(0, 8));
    }
    return null;
  }

  private void readWhole(List<EmulatedFile> files, int seed) throws Exception {
    try (BlockReader reader = client.reader(ReaderOptions.DEFAULT.withReuseArrays(seed % 8 == 0))) {
      List<ReadTask> tasks = new ArrayList<>();
      files.forEach(file -> tasks.add(ReadTask.wholeFile(ref(file))));
      Readings readings = Readings.of(reader, tasks);
      assertThat(readings.entries).isEmpty();
      for (EmulatedFile file : files) {
        assertThat(readings.bytes(file.id())).isEqualTo(Emulation.bytes(file));
      }
    }
  }

  private void readRuns(List<EmulatedFile> files) throws Exception {
    try (BlockReader reader = client.reader(ReaderOptions.DEFAULT.withMaxFetches(5))) {
      List<ReadTask> tasks = new ArrayList<>();
      for (EmulatedFile file : files) {
        FilePlan plan = client.plan(ref(file));
        for (BlockRun run : SplitPlanner.DEFAULT.withMaxRunBytes(70_000).runs(plan)) {
          tasks.add(ReadTask.run(run));
        }
      }
      Readings readings = Readings.of(reader, tasks);
      assertThat(readings.entries).isEmpty();
      for (EmulatedFile file : files) {
        assertThat(readings.bytes(file.id())).isEqualTo(Emulation.bytes(file));
      }
    }
  }

  private void stream(List<EmulatedFile> files, Random random) throws Exception {
    for (EmulatedFile file : files) {
      byte[] bytes = Emulation.bytes(file);
      if (bytes.length == 0) {
        continue;
      }
      int from = random.nextInt(bytes.length);
      try (InputStream in =
          client.stream(ref(file))
              .range(io.directio.ByteRange.from(from))
              .workers(1 + random.nextInt(20))
              .open()
              .asInputStream()) {
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, from, bytes.length));
      }
    }
  }

  private void readBlocks(List<EmulatedFile> files) throws Exception {
    for (EmulatedFile file : files) {
      byte[] bytes = Emulation.bytes(file);
      try (BlockIterator blocks = client.blocks(ref(file)).workers(7).open()) {
        while (blocks.hasNext()) {
          Block block = blocks.next();
          assertThat(block.toByteArray())
              .isEqualTo(Arrays.copyOfRange(bytes, (int) block.offset(), (int) block.info().end()));
        }
      }
    }
  }

  private void assertNothingIsHeld() {
    ReadEngine engine = client.engine();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertThat(engine.budget().reserved()).isZero();
              assertThat(engine.storageConnectionsInUse()).isZero();
            });
    client.close();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("directio-fetch"))
                    .noneMatch(thread -> thread.getName().startsWith("directio-list"))
                    .noneMatch(thread -> thread.getName().startsWith("directio-hedge"))
                    .noneMatch(thread -> thread.getName().startsWith("directio-timer")));
  }

  @Test
  void stopsPromptlyWhereverItIsAndLeavesNothingBehind() throws Exception {
    client.close();
    client = open(Duration.ofMinutes(5));
    Random random = new Random(SEED);
    for (int round = 0; round < 12; round++) {
      emulator.faults().clear();
      emulator.faults().storage().after(random.nextInt(5)).stall();
      BlockReader reader = client.reader(ReaderOptions.DEFAULT.withReuseArrays(true));
      emulator.files().forEach(file -> reader.submit(ReadTask.wholeFile(ref(file))));
      BlockIterator blocks = client.blocks(emulator.file("f0").id()).open();
      BlockStream stream = client.stream(emulator.file("f5").id()).open();
      for (int i = 0; i < random.nextInt(4); i++) {
        reader.poll(Duration.ofMillis(20)).ifPresent(reader::done);
      }
      long begin = System.nanoTime();
      reader.close();
      blocks.close();
      stream.close();
      // Who waited for the storage would wait for five minutes.
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
    }
    emulator.faults().clear();
    assertNothingIsHeld();
  }

  @Test
  void endsAReadThatWaitsWhenTheClientIsClosed() throws Exception {
    emulator.faults().storage().stall();
    BlockStream stream = client.stream(emulator.file("f0").id()).open();
    BlockIterator blocks = client.blocks(emulator.file("f5").id()).open();
    ExecutorService users = Executors.newFixedThreadPool(2);
    Future<Integer> reading = users.submit(() -> stream.asInputStream().read());
    Future<Block> taking = users.submit(blocks::next);
    client.close();
    // Whatever they end with, they end.
    Awaitility.await().until(() -> reading.isDone() && taking.isDone());
    users.shutdownNow();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static io.directio.read.DirectIOClientTest.readAll;
import static io.directio.read.Emulation.bytes;
import static io.directio.read.Emulation.ref;
import static io.directio.read.Emulation.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.BlockDownloadException;
import io.directio.ErrorCode;
import io.directio.FileChangedException;
import io.directio.FilePlan;
import io.directio.NotFoundException;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.plan.SplitPlanner;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to signed URLs: rows 1 to 5 and 11 of the list of faults. */
@Timeout(60)
class LeaseFaultsTest {

  private Emulator emulator;
  private DirectIOClient client;
  private EmulatedFile file;

  @BeforeEach
  void start() throws Exception {
    emulator =
        Emulator.builder().file("f", text(500_000, 1)).blockSize(BlockSize.fixed(25_000)).start();
    client = Emulation.client(emulator);
    file = emulator.file("f");
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void leasesAgainOnceWhenManyUrlsAreRefusedAtOnce() throws Exception {
    FilePlan plan = client.plan(ref(file));
    emulator.faults().storage().times(10).expired();

    assertThat(readAll(client.blocks(plan))).isEqualTo(bytes(file));

    assertThat(emulator.requests().portalCalls()).isBetween(2L, 3L);
    assertThat(emulator.requests().gets()).isEqualTo(30);
    assertThat(client.statistics().renewals()).isEqualTo(10);
  }

  @Test
  void replacesUrlsThatAreAboutToExpireBeforeTheStorageRefusesThem() throws Exception {
    emulator.faults().portal().once().listing(edit -> edit.urlTtl(Duration.ofSeconds(2)));
    FilePlan plan = client.plan(ref(file));
    long seen = System.nanoTime();
    Awaitility.await().until(() -> System.nanoTime() - seen > Duration.ofMillis(2100).toNanos());

    assertThat(readAll(client.blocks(plan))).isEqualTo(bytes(file));

    assertThat(emulator.requests().portalCalls()).isEqualTo(2);
    assertThat(emulator.requests().storageStatuses()).containsOnlyKeys(200);
  }

  @Test
  void usesUrlsThatLiveShorterThanTheMargin() throws Exception {
    emulator.faults().portal().listing(edit -> edit.urlTtl(Duration.ofSeconds(15)));

    assertThat(readAll(client.blocks(file.id()))).isEqualTo(bytes(file));

    assertThat(emulator.requests().portalCalls()).isEqualTo(1);
  }

  @Test
  void leasesAgainWhenTheConnectionIsLostAfterTheUrlHasExpired() throws Exception {
    emulator.faults().portal().once().listing(edit -> edit.urlTtl(Duration.ofSeconds(3)));
    emulator.faults().storage().forBlock("f", 3).once().delayed(Duration.ofMillis(3500)).reset();

    assertThat(readAll(client.blocks(file.id()))).isEqualTo(bytes(file));

    assertThat(emulator.requests().portalCalls()).isEqualTo(2);
    assertThat(emulator.requests().gets("f", 3)).isEqualTo(2);
    assertThat(emulator.requests().storageStatuses()).doesNotContainKey(403);
  }

  @Test
  void keepsTheUrlWhenTheConnectionIsLostBeforeItExpires() throws Exception {
    emulator.faults().storage().forBlock("f", 3).once().reset();

    assertThat(readAll(client.blocks(file.id()))).isEqualTo(bytes(file));

    assertThat(emulator.requests().portalCalls()).isEqualTo(1);
    assertThat(emulator.requests().gets("f", 3)).isEqualTo(2);
  }

  @Test
  void judgesUrlsByThePortalsClock() throws Exception {
    for (Duration skew : List.of(Duration.ofMinutes(20), Duration.ofMinutes(-20))) {
      emulator.clockSkew(skew);
      emulator.requests().reset();

      assertThat(readAll(client.blocks(file.id()))).isEqualTo(bytes(file));

      assertThat(emulator.requests().portalCalls()).isEqualTo(1);
      assertThat(emulator.requests().storageStatuses()).containsOnlyKeys(200);
    }
  }

  @Test
  void refreshesOnceAndGoesOnWhenUrlsSeemToHaveExpiredBeforeTheyArrive() throws Exception {
    String later =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(20));
    emulator.faults().portal().header("Date", later);

    assertThat(readAll(client.blocks(file.id()))).isEqualTo(bytes(file));
    assertThat(emulator.requests().portalCalls()).isEqualTo(2);

    assertThat(readAll(client.blocks(file.id()))).isEqualTo(bytes(file));
    assertThat(emulator.requests().portalCalls()).as("the clock is known by now").isEqualTo(3);
  }

  @Test
  void refreshesOnceWhenNobodyTellsTheTimeAndOurClockIsAhead() throws Exception {
    emulator.clockSkew(Duration.ofMinutes(-20));
    emulator.faults().portal().header("Date", null);

    assertThat(readAll(client.blocks(file.id()))).isEqualTo(bytes(file));

    assertThat(emulator.requests().portalCalls()).isEqualTo(2);
  }

  @Test
  void givesUpOnUrlsThatAreRefusedEvenWhenTheyAreFresh() {
    emulator.faults().storage().forBlock("f", 2).s3Error(403, "SignatureDoesNotMatch", "no");

    assertThatThrownBy(() -> readAll(client.blocks(file.id()).numbers(2)))
        .isInstanceOf(BlockDownloadException.class)
        .hasMessageContaining("Block 2 of file " + file.id())
        .hasMessageContaining("403 SignatureDoesNotMatch");

    assertThat(emulator.requests().gets("f", 2)).isEqualTo(3);
    assertThat(emulator.requests().portalCalls()).isEqualTo(3);
  }

  @Test
  void asksOnceForANewUrlWhenABlockIsMissing() throws Exception {
    emulator.faults().storage().forBlock("f", 2).once().noSuchKey();
    assertThat(readAll(client.blocks(file.id()))).isEqualTo(bytes(file));
    assertThat(emulator.requests().portalCalls()).isEqualTo(2);

    emulator.requests().reset();
    emulator.faults().storage().forBlock("f", 2).noSuchKey();
    try (BlockReader reader = client.reader(ReaderOptions.DEFAULT)) {
      Readings readings = Readings.of(reader, List.of(ReadTask.wholeFile(ref(file))));
      assertThat(readings.onlyFailure().error().code()).isEqualTo(ErrorCode.BLOCK_DOWNLOAD);
      assertThat(readings.onlyFailure().error().message()).contains("404 NoSuchKey");
    }
    assertThat(emulator.requests().gets("f", 2)).isEqualTo(2);
    assertThat(emulator.requests().portalCalls()).isEqualTo(2);
  }

  @Test
  void startsAWholeFileAgainOnceWhenItChanges() throws Exception {
    byte[] after = text(400_000, 9);
    try (BlockReader reader = client.reader(ReaderOptions.DEFAULT.withMaxFetches(2))) {
      ReadTask task = ReadTask.wholeFile(io.directio.FileRef.ofId(file.id()));
      reader.submit(task);
      Readings readings = new Readings();
      assertThat(readings.take(reader, Duration.ofSeconds(5))).isPresent();
      emulator.replace("f", Content.of(after));
      emulator.faults().storage().once().expired();
      readings.drain(reader);

      assertThat(readings.bytes(file.id())).isEqualTo(after);
      assertThat(readings.entries).isEmpty();
      assertFingerprintsAreNotMixed(readings);
    }
  }

  /** Once a block of the new version came, none of the old one follows. */
  private static void assertFingerprintsAreNotMixed(Readings readings) {
    List<Long> inOrder = new ArrayList<>();
    for (Delivery delivery : readings.deliveries) {
      long fingerprint = ((Block) delivery.result().orElseThrow()).file().fingerprint();
      if (inOrder.isEmpty() || inOrder.get(inOrder.size() - 1) != fingerprint) {
        inOrder.add(fingerprint);
      }
    }
    assertThat(inOrder).hasSizeLessThanOrEqualTo(2).doesNotHaveDuplicates();
  }

  @Test
  void writesOffAWholeFileThatChangesAgain() throws Exception {
    try (BlockReader reader = client.reader(ReaderOptions.DEFAULT.withMaxFetches(2))) {
      reader.submit(ReadTask.wholeFile(io.directio.FileRef.ofId(file.id())));
      Readings readings = new Readings();
      assertThat(readings.take(reader, Duration.ofSeconds(5))).isPresent();
      // Every listing from here on is another one.
      for (int blocks = 19; blocks > 10; blocks--) {
        int count = blocks;
        emulator.faults().portal().once().listing(edit -> edit.blocks(count));
      }
      emulator.faults().storage().expired();
      readings.drain(reader);

      assertThat(readings.onlyFailure().error().code()).isEqualTo(ErrorCode.FILE_CHANGED);
      assertThat(emulator.requests().portalCalls()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void writesOffARunWhoseFileHasChanged() throws Exception {
    FilePlan plan = client.plan(io.directio.FileRef.ofId(file.id()));
    emulator.replace("f", Content.of(text(400_000, 9)));
    try (DirectIOClient other = Emulation.client(emulator);
        BlockReader reader = other.reader(ReaderOptions.DEFAULT)) {
      Readings readings =
          Readings.of(
              reader, List.of(ReadTask.run(SplitPlanner.DEFAULT.runs(plan).iterator().next())));

      assertThat(readings.deliveries).hasSize(1);
      assertThat(readings.onlyFailure().error().code()).isEqualTo(ErrorCode.FILE_CHANGED);
      assertThat(emulator.requests().gets()).isZero();
    }
  }

  @Test
  void tellsThatAPlannedFileHasChanged() throws Exception {
    FilePlan plan = client.plan(io.directio.FileRef.ofId(file.id()));
    emulator.replace("f", Content.of(text(400_000, 9)));
    emulator.faults().storage().once().expired();
    assertThatThrownBy(() -> readAll(client.blocks(plan).workers(1)))
        .isInstanceOf(FileChangedException.class);
  }

  @Test
  void writesOffAFileThatWasDeletedMeanwhile() throws Exception {
    FilePlan plan = client.plan(ref(file));
    emulator.delete("f");
    emulator.faults().storage().once().expired();
    try (BlockReader reader = client.reader(ReaderOptions.DEFAULT)) {
      Readings readings =
          Readings.of(
              reader, List.of(ReadTask.run(SplitPlanner.DEFAULT.runs(plan).iterator().next())));
      assertThat(readings.onlyFailure().error().code()).isEqualTo(ErrorCode.NOT_FOUND);
    }
    assertThatThrownBy(() -> client.metadata(file.id())).isInstanceOf(NotFoundException.class);
  }

  @Test
  void listsAFileOnceForAllWhoWantItAtTheSameTime() throws Exception {
    emulator.faults().portal().delay(Duration.ofMillis(500));
    int threads = 16;
    CountDownLatch ready = new CountDownLatch(threads);
    List<Throwable> failures = new ArrayList<>();
    List<Thread> askers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread asker =
          new Thread(
              () -> {
                try {
                  ready.countDown();
                  ready.await();
                  assertThat(client.plan(ref(file)).blockCount()).isEqualTo(20);
                } catch (Throwable e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                }
              });
      askers.add(asker);
      asker.start();
    }
    for (Thread asker : askers) {
      asker.join();
    }
    assertThat(failures).isEmpty();
    assertThat(emulator.requests().portalCalls()).isEqualTo(1);
  }

  @Test
  void doesNotFailWhoeverJoinedAListingThatWasGivenUp() throws Exception {
    emulator.faults().portal().once().delay(Duration.ofSeconds(2));
    List<Throwable> outcome = new ArrayList<>();
    Thread first =
        new Thread(
            () -> {
              try {
                client.plan(ref(file));
              } catch (Throwable e) {
                outcome.add(e);
              }
            });
    first.start();
    Awaitility.await().until(() -> emulator.requests().portalCalls() == 1);
    Thread interrupter = new Thread(first::interrupt);
    interrupter.start();

    assertThat(client.plan(ref(file)).blockCount()).isEqualTo(20);

    first.join();
    interrupter.join();
  }

  @Test
  void forgetsLeasesBeyondItsMemory() throws Exception {
    ClientOptions options = Emulation.options(emulator).leaseMemory(0).build();
    try (DirectIOClient forgetful = DirectIOClient.open(options)) {
      FilePlan plan = forgetful.plan(ref(file));
      assertThat(readAll(forgetful.blocks(plan))).isEqualTo(bytes(file));
      assertThat(emulator.requests().portalCalls()).isEqualTo(2);
    }
  }
}

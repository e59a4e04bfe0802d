// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.directio.DirectIOException;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits of a client, kept on real sockets: what they let through takes its time. */
@Timeout(60)
class RateLimitTest {

  /** What may go through beyond the rate: a moment's worth, and the last one. */
  private static final double CREDIT_SECONDS = 0.1;

  private static Emulator files(int count, int size) {
    EmulatorBuilder builder =
        Emulator.builder().blockSize(BlockSize.fixed(256 << 10)).codec(Codec.NONE);
    for (int i = 0; i < count; i++) {
      builder.file("file" + i, Emulation.text(size, i));
    }
    return builder.start();
  }

  private static long requests(Emulator emulator) {
    return emulator.requests().portalCalls() + emulator.requests().gets();
  }

  private static void read(DirectIOClient client, EmulatedFile file) throws DirectIOException {
    try (BlockIterator blocks = client.blocks(file.id()).open()) {
      while (blocks.hasNext()) {
        blocks.next();
      }
    }
  }

  private static double secondsFor(DirectIOClient client, Emulator emulator) throws Exception {
    long begin = System.nanoTime();
    for (EmulatedFile file : emulator.files()) {
      read(client, file);
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  @Test
  void countsEveryRequestToThePortalAndTheStorage() throws Exception {
    double limit = 25;
    try (Emulator emulator = files(12, 1000)) {
      emulator.faults().storage().forFile("file3").times(2).respond(500);
      emulator.faults().portal().forFile("file4").times(2).respond(503);
      try (DirectIOClient client =
          DirectIOClient.open(Emulation.options(emulator).maxRequestsPerSecond(limit).build())) {
        double seconds = secondsFor(client, emulator);

        assertThat(requests(emulator)).isEqualTo(12 + 12 + 2 + 2);
        assertThat((requests(emulator) - 1) / limit).isLessThan(seconds + CREDIT_SECONDS);
        assertThat(client.statistics().limitedNanos())
            .isBetween(1L, Duration.ofSeconds(60).toNanos());
      }
    }
  }

  @Test
  void secondRequestsForSlowBlocksCount() throws Exception {
    double limit = 20;
    try (Emulator emulator = files(3, 700 << 10)) {
      emulator.faults().storage().times(4).delay(Duration.ofMillis(150));
      try (DirectIOClient client =
          DirectIOClient.open(
              Emulation.options(emulator)
                  .maxRequestsPerSecond(limit)
                  .hedgeAfter(Duration.ofMillis(20))
                  .build())) {
        double seconds = secondsFor(client, emulator);

        assertThat((requests(emulator) - 1) / limit).isLessThan(seconds + CREDIT_SECONDS);
      }
    }
  }

  @Test
  void bytesOfBlocksComeAtTheRate() throws Exception {
    int size = 600 << 10;
    long rate = 1 << 20;
    try (Emulator emulator = files(2, size);
        DirectIOClient client =
            DirectIOClient.open(Emulation.options(emulator).maxTransferRate(rate).build())) {
      double seconds = secondsFor(client, emulator);

      long stored = client.statistics().storedBytes();
      double lastPortion = rate / 20.0;
      assertThat(stored).isGreaterThanOrEqualTo(2L * size);
      assertThat((stored - lastPortion) / rate).isLessThan(seconds + CREDIT_SECONDS);
      assertThat(client.statistics().limitedNanos()).isPositive();
    }
  }

  @Test
  void allClientsOfAPortalShareALimit() throws Exception {
    double limit = 20;
    try (Emulator emulator = files(6, 1000)) {
      ClientOptions options = Emulation.options(emulator).maxRequestsPerSecond(limit).build();
      ClientOptions others = options.toBuilder().maxListings(3).build();
      try (DirectIOClient first = DirectIOClient.open(options);
          DirectIOClient second = DirectIOClient.shared(others);
          DirectIOClient third = DirectIOClient.sharedAmong(4, others)) {
        double seconds = 0;
        for (DirectIOClient client : new DirectIOClient[] {first, second, third}) {
          seconds += secondsFor(client, emulator);
        }
        assertThat((requests(emulator) - 1) / limit).isLessThan(seconds + CREDIT_SECONDS);
      }
    }
  }

  @Test
  void oneAmongManyHasItsPart() throws Exception {
    double limit = 80;
    try (Emulator emulator = files(6, 1000)) {
      ClientOptions options = Emulation.options(emulator).maxRequestsPerSecond(limit).build();
      try (DirectIOClient client = DirectIOClient.sharedAmong(4, options)) {
        double seconds = secondsFor(client, emulator);

        assertThat((requests(emulator) - 1) / (limit / 4)).isLessThan(seconds + CREDIT_SECONDS);
      }
    }
  }

  @Test
  void closingEndsTheWait() throws Exception {
    try (Emulator emulator = files(2, 1000)) {
      DirectIOClient client =
          DirectIOClient.open(Emulation.options(emulator).maxRequestsPerSecond(0.001).build());
      EmulatedFile file = emulator.files().get(0);
      client.metadata(file.id());
      CompletableFuture<Throwable> metadata = failure(() -> client.metadata(file.id()));
      CompletableFuture<Throwable> blocks = failure(() -> read(client, file));
      await().until(() -> client.statistics().limitedNanos() > 0);

      client.close();

      assertThat(metadata).succeedsWithin(10, TimeUnit.SECONDS).isNotNull();
      assertThat(blocks).succeedsWithin(10, TimeUnit.SECONDS).isNotNull();
      assertThat(requests(emulator)).isEqualTo(1);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static CompletableFuture<Throwable> failure(Work work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            work.run();
            return null;
          } catch (Exception e) {
            return e;
          }
        });
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.Stored;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Emulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TooLargeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Emulator emulator;
  private DirectIOClient client;
  private FileRef file;

  @BeforeEach
  void start() throws Exception {
    emulator =
        Emulator.builder()
            .blockSize(BlockSize.fixed(1000))
            .file("f", Emulation.text(3500, 1))
            .start();
    client = Emulation.client(emulator);
    file = FileRef.ofId(emulator.file("f").id());
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void refusesAFileThatIsLargerThanTheTaskAndFetchesNothing() throws Exception {
    ReadTask task = ReadTask.wholeFile(file).upTo(3499).withTag("mine");
    List<Delivery> deliveries = read(ReaderOptions.DEFAULT, task);
    assertThat(deliveries).hasSize(1);
    assertThat(deliveries.get(0).tooLarge().orElseThrow().size()).isEqualTo(3500);
    assertThat(deliveries.get(0).last()).isTrue();
    assertThat(deliveries.get(0).result()).isEmpty();
    assertThat(deliveries.get(0).task().tag()).isEqualTo("mine");
    assertThat(emulator.requests().portalCalls("f")).isEqualTo(1);
    assertThat(emulator.requests().gets("f")).isZero();
  }

  @Test
  void readsAFileOfExactlyTheSizeThatIsAllowed() throws Exception {
    List<Delivery> deliveries = read(ReaderOptions.DEFAULT, ReadTask.wholeFile(file).upTo(3500));
    assertThat(deliveries)
        .hasSize(4)
        .allMatch(delivery -> delivery.result().orElseThrow() instanceof Block)
        .allMatch(delivery -> delivery.tooLarge().isEmpty());
  }

  @Test
  void skipsALargeFileThatIsStored() throws Exception {
    StoredLookup whole = metadata -> Stored.whole("there", OptionalInt.empty());
    List<Delivery> deliveries =
        read(ReaderOptions.DEFAULT.withStored(whole), ReadTask.wholeFile(file).upTo(10));
    assertThat(deliveries).hasSize(1);
    assertThat(deliveries.get(0).tooLarge()).isEmpty();
    assertThat(deliveries.get(0).result().orElseThrow())
        .isInstanceOfSatisfying(
            ManifestEntry.class,
            row -> assertThat(row.status()).isEqualTo(ManifestEntry.Status.SKIPPED));
  }

  private List<Delivery> read(ReaderOptions options, ReadTask task) throws Exception {
    try (BlockReader reader = client.reader(options)) {
      reader.submit(task);
      List<Delivery> deliveries = new ArrayList<>();
      do {
        Delivery delivery = reader.poll(PATIENCE).orElseThrow();
        deliveries.add(delivery);
        reader.done(delivery);
      } while (!deliveries.get(deliveries.size() - 1).last());
      assertThat(reader.idle()).isTrue();
      return deliveries;
    }
  }
}

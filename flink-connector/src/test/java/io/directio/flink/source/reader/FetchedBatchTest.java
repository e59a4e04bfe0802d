// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.FileRef;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Emulator;
import io.directio.flink.Nouns;
import io.directio.flink.TestPortal;
import io.directio.flink.source.split.FileTask;
import io.directio.read.BlockReader;
import io.directio.read.Delivery;
import io.directio.read.DirectIOClient;
import io.directio.read.ReadTask;
import io.directio.read.ReaderOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FetchedBatchTest {

  private static final List<Delivery> DELIVERIES = new ArrayList<>();

  private static TestPortal portal;
  private static DirectIOClient client;
  private static BlockReader reader;

  private final List<Delivery> givenBack = new ArrayList<>();
  private final FetchedBatch batch = new FetchedBatch(givenBack::add);

  /** Deliveries come from a reader only. */
  @BeforeAll
  static void read() throws Exception {
    portal =
        TestPortal.start(
            Emulator.builder()
                .blockSize(BlockSize.fixed(1 << 10))
                .file("file", TestPortal.bytes(4 << 10, 1)));
    client = DirectIOClient.shared(portal.client());
    reader = client.reader(ReaderOptions.DEFAULT);
    reader.submit(ReadTask.wholeFile(FileRef.ofId(portal.ids()[0])));
    while (DELIVERIES.size() < 4) {
      reader.poll(Duration.ofSeconds(10)).ifPresent(DELIVERIES::add);
    }
  }

  @AfterAll
  static void close() {
    reader.close();
    client.close();
    portal.close();
  }

  private static Fetched fetched(int index) {
    return new Fetched.Read(FileTask.first(0, FileRef.ofId(1)), DELIVERIES.get(index));
  }

  @Test
  void givesEachDeliveryBackWhenTheNextRecordIsAskedFor() {
    batch.add("a", fetched(0), 10);
    batch.add("a", fetched(1), 10);
    assertThat(batch.nextSplit()).isEqualTo("a");
    assertThat(batch.nextRecordFromSplit()).isEqualTo(fetched(0));
    assertThat(givenBack).isEmpty();
    assertThat(batch.nextRecordFromSplit()).isEqualTo(fetched(1));
    assertThat(givenBack).containsExactly(DELIVERIES.get(0));
    assertThat(batch.nextRecordFromSplit()).isNull();
    assertThat(givenBack).containsExactly(DELIVERIES.get(0), DELIVERIES.get(1));
    assertThat(batch.nextSplit()).isNull();
  }

  @Test
  void keepsTheOrderOfSplitsThatTakeTurns() {
    batch.add("a", fetched(0), 1);
    batch.add("b", fetched(1), 1);
    batch.add("a", new Fetched.Row(Nouns.failed(1)), 0);
    List<String> order = new ArrayList<>();
    for (String split = batch.nextSplit(); split != null; split = batch.nextSplit()) {
      while (batch.nextRecordFromSplit() != null) {
        order.add(split);
      }
    }
    assertThat(order).containsExactly("a", "b", "a");
  }

  @Test
  void givesEverythingBackWhenItIsRecycledEarly() {
    for (int i = 0; i < 4; i++) {
      batch.add("a", fetched(i), 1);
    }
    batch.nextSplit();
    batch.nextRecordFromSplit();
    batch.recycle();
    assertThat(givenBack).containsExactlyElementsOf(DELIVERIES);
    batch.recycle();
    assertThat(givenBack).hasSize(4);
  }

  @Test
  void countsWhatItHolds() {
    assertThat(batch.isEmpty()).isTrue();
    batch.add("a", fetched(0), 700);
    batch.add("b", fetched(1), 300);
    assertThat(batch.bytes()).isEqualTo(1000);
    assertThat(batch.size()).isEqualTo(2);
    assertThat(batch.isEmpty()).isFalse();
  }

  @Test
  void isNotEmptyIfItOnlySaysThatASplitIsFinished() {
    batch.finish("a");
    assertThat(batch.isEmpty()).isFalse();
    assertThat(batch.nextSplit()).isNull();
    assertThat(batch.finishedSplits()).containsExactly("a");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.FileRef;
import io.directio.flink.Nouns;
import io.directio.flink.source.FileSelection.Position;
import io.directio.flink.source.enumerator.EnumeratorState.BegunFile;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.OutcomeSplit;
import io.directio.notify.EventCursor;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnumeratorStateSerializerTest {

  private static final String GOLDEN_1 =
      "00000000000000280000000000000fa00000000000000029000000010000000000000026"
          + "0000000100000000000000030000000133ffffffffffffffffffffffffffffffff000000"
          + "0100000000000000270000000200000000000000040000000134ffffffffffffffffffff"
          + "ffffffffffff00000000000000ff00000011000000010000000100000042030000000000"
          + "0000080100000000000000030000000133ffffffffffffffff000000000002000000094e"
          + "4f545f464f554e440000000c6e6f20737563682066696c65000000010000000000000027";

  private static final String GOLDEN_2 =
      "000000000000002800000000000000000000000000000000000000200100000000000000"
          + "010300000001000000000000000500000006637572736f72000000020000000100000000"
          + "00000025000000010000018bcfe5680000000000000000020000000132ffffffffffffff"
          + "ffffffffffffffffff000000010000000000000026000000018000000000000000000000"
          + "00000000030000000133ffffffffffffffffffffffffffffffff00000001000000000000"
          + "002700000002800000000000000000000000000000040000000134ffffffffffffffffff"
          + "ffffffffffffff00000000000000ff000000110000000100000042030000000000000008"
          + "0100000000000000030000000133ffffffffffffffff000000000002000000094e4f545f"
          + "464f554e440000000c6e6f20737563682066696c65000000010000000000000027";

  private static final String GOLDEN =
      "000000000000002800000000000000000000000000000000000000200100000000000000"
          + "010300000001000000000000000500000006637572736f72000000030000000100000000"
          + "00000025000000010000018bcfe568000000000000000000020000000132ffffffffffff"
          + "ffffffffffffffffffff0000000100000000000000260000000180000000000000000000"
          + "000000000000030000000133ffffffffffffffffffffffffffffffff0000000100000000"
          + "000000270000000280000000000000000000000000000000040000000134ffffffffffff"
          + "ffffffffffffffffffff00000000000000ff000000110000000100000042030000000000"
          + "0000080100000000000000030000000133ffffffffffffffff000000000002000000094e"
          + "4f545f464f554e440000000c6e6f20737563682066696c65000000010000000000000027";

  private static final EnumeratorState STATE_1 =
      new EnumeratorState(
          new Position(40, 4000, 41),
          List.of(),
          List.of(FileTask.first(38, FileRef.ofId(3))),
          List.of(new BegunFile(new FileTask(39, 2, FileRef.ofId(4)), 255, 17)),
          List.of(new OutcomeSplit(8, Nouns.failed(3))),
          List.of(39L));

  private static final EnumeratorState STATE =
      new EnumeratorState(
          new Position(
              40,
              0,
              0,
              new EventCursor(
                  List.of(new EventCursor.Group(List.of(5L), "cursor", true, false)), 0)),
          List.of(new FileTask(37, 1, FileRef.ofId(2), 1_700_000_000_000L)),
          STATE_1.toPlan(),
          STATE_1.begun(),
          STATE_1.splits(),
          STATE_1.restarted());

  private final EnumeratorStateSerializer serializer = new EnumeratorStateSerializer();

  @Test
  void keepsItsFormat() throws Exception {
    assertThat(HexFormat.of().formatHex(serializer.serialize(STATE))).isEqualTo(GOLDEN);
    assertThat(serializer.deserialize(3, HexFormat.of().parseHex(GOLDEN))).isEqualTo(STATE);
  }

  @Test
  void readsItsSecondFormat() throws Exception {
    assertThat(serializer.deserialize(2, HexFormat.of().parseHex(GOLDEN_2))).isEqualTo(STATE);
  }

  @Test
  void readsItsFirstFormat() throws Exception {
    assertThat(serializer.deserialize(1, HexFormat.of().parseHex(GOLDEN_1))).isEqualTo(STATE_1);
  }

  @Test
  void refusesVersionsThatItDoesNotKnow() {
    assertThatThrownBy(() -> serializer.deserialize(7, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 7");
  }
}

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
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnumeratorStateSerializerTest {

  private static final String GOLDEN =
      "00000000000000280000000000000fa00000000000000029000000010000000000000026"
          + "0000000100000000000000030000000133ffffffffffffffffffffffffffffffff000000"
          + "0100000000000000270000000200000000000000040000000134ffffffffffffffffffff"
          + "ffffffffffff00000000000000ff00000011000000010000000100000042030000000000"
          + "0000080100000000000000030000000133ffffffffffffffff000000000002000000094e"
          + "4f545f464f554e440000000c6e6f20737563682066696c65000000010000000000000027";

  private static final EnumeratorState STATE =
      new EnumeratorState(
          new Position(40, 4000, 41),
          List.of(FileTask.first(38, FileRef.ofId(3))),
          List.of(new BegunFile(new FileTask(39, 2, FileRef.ofId(4)), 255, 17)),
          List.of(new OutcomeSplit(8, Nouns.failed(3))),
          List.of(39L));

  private final EnumeratorStateSerializer serializer = new EnumeratorStateSerializer();

  @Test
  void keepsItsFormat() throws Exception {
    assertThat(HexFormat.of().formatHex(serializer.serialize(STATE))).isEqualTo(GOLDEN);
    assertThat(serializer.deserialize(1, HexFormat.of().parseHex(GOLDEN))).isEqualTo(STATE);
  }

  @Test
  void refusesVersionsThatItDoesNotKnow() {
    assertThatThrownBy(() -> serializer.deserialize(7, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 7");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.FileRef;
import io.directio.flink.source.FileSelection.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileListSplitSerializerTest {

  private final FileListSplitSerializer serializer = new FileListSplitSerializer();

  private static final FileListSplit SPLIT =
      new FileListSplit(
          List.of(
              new FoundFile(new FileRef(7, "a", 300, 9), Instant.ofEpochMilli(1_000)),
              new FoundFile(FileRef.ofId(8), null)),
          new Position(5, 40, 6));

  private static final String GOLDEN =
      "0000000000000005000000000000002800000000000000060000000901000000000000000000"
          + "00000200000000000000070000000161000000000000012c00000000000000090100000000"
          + "000003e800000000000000080000000138ffffffffffffffffffffffffffffffff00";

  @Test
  void keepsItsFormat() throws Exception {
    assertThat(HexFormat.of().formatHex(serializer.serialize(SPLIT))).isEqualTo(GOLDEN);
    assertThat(serializer.deserialize(1, HexFormat.of().parseHex(GOLDEN))).isEqualTo(SPLIT);
  }

  @Test
  void refusesAnUnknownVersion() {
    assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.FileEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class FileEventSerializerTest {

  private static final FileEvent FULL =
      new FileEvent(
          FileEvent.Type.FILE,
          "guid",
          true,
          "n",
          "parent",
          5,
          7,
          300,
          "9",
          Instant.ofEpochSecond(1_700_000_000, 1),
          Instant.ofEpochSecond(1_700_000_001),
          "vp",
          "acl",
          "docs/n");

  @Test
  void keepsItsFormat() throws Exception {
    check(
        FULL,
        "00000000046775696401000000016e0100000006706172656e7400000000000000050000"
            + "000000000007000000000000012c01000000013901000000006553f10000000001010000"
            + "00006553f1010000000001000000027670010000000361636c0100000006646f63732f6e");
    check(
        FileEvent.of(FileEvent.Type.FOLDER, "g", "ü", false),
        "0100000001670000000002c3bc00ffffffffffffffffffffffffffffffffffffffffffff"
            + "ffff000000000000");
  }

  private static void check(FileEvent event, String hex) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    FileEventSerializer.INSTANCE.serialize(event, out);
    assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(hex);
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(hex));
    assertThat(FileEventSerializer.INSTANCE.deserialize(in)).isEqualTo(event);
  }
}

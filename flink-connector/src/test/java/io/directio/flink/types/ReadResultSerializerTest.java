// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.StoredRange;
import io.directio.flink.Nouns;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadResultSerializerTest {

  private final ReadResultSerializer serializer = ReadResultSerializer.INSTANCE;

  static List<Arguments> goldenBytes() {
    return List.of(
        Arguments.of(
            new Block(
                Nouns.fixedMetadata(), new BlockInfo(2, 100, 3), 0xcafe, new byte[] {1, 2, 3, 4}),
            "0100000000000000070000000a6469722fc3bc2e747874000000000000012c0000000000"
                + "000009000000000000012c0000000301010123456789abcdef0000000200000000000000"
                + "64000000030000cafe010203"),
        Arguments.of(
            new StoredRange(Nouns.fixedMetadata(), 100, 200, 5),
            "0200000000000000070000000a6469722fc3bc2e747874000000000000012c0000000000"
                + "000009000000000000012c0000000301010123456789abcdef0000000000000064000000"
                + "00000000c800000005"),
        Arguments.of(
            Nouns.failed(3),
            "0300000000000000030000000133ffffffffffffffff000000000002000000094e4f545f"
                + "464f554e440000000c6e6f20737563682066696c65"),
        Arguments.of(
            ManifestEntry.skipped(Nouns.fixedMetadata(), "p", OptionalInt.of(-1)),
            "0300000000000000070000000170000000000000012c0000000301ffffffff81"
                + "0000000000000009"));
  }

  @ParameterizedTest
  @MethodSource("goldenBytes")
  void keepsItsFormat(ReadResult result, String hex) throws Exception {
    assertThat(HexFormat.of().formatHex(serialize(result))).isEqualTo(hex);
    assertThat(serializer.deserialize(new DataInputDeserializer(HexFormat.of().parseHex(hex))))
        .isEqualTo(result);
  }

  @Test
  void copiesNothingBetweenChainedOperators() {
    Block block = new Block(Nouns.fixedMetadata(), new BlockInfo(1, 0, 3), 1, new byte[3]);
    assertThat(serializer.copy(block)).isSameAs(block);
    assertThat(serializer.isImmutableType()).isTrue();
  }

  @Test
  void growsItsBufferOnceForALargeBlock() throws Exception {
    Block block =
        new Block(Nouns.metadata(1, 50_000), new BlockInfo(1, 0, 4 << 20), 1, new byte[4 << 20]);
    DataOutputSerializer out = new DataOutputSerializer(128);
    serializer.serialize(block, out);
    assertThat(out.getSharedBuffer().length).isLessThan((4 << 20) + 1024);
  }

  @Test
  void refusesABlockThatEndsAfterItsFile() throws Exception {
    byte[] bytes =
        serialize(new Block(Nouns.fixedMetadata(), new BlockInfo(1, 299, 3), 1, new byte[3]));
    assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("file 7");
  }

  @Test
  void isTheSerializerOfItsType() {
    TypeSerializer<ReadResult> made =
        NounTypeInfo.READ_RESULT.createSerializer(new ExecutionConfig().getSerializerConfig());
    assertThat(made).isSameAs(serializer);
    assertThat(serializer.snapshotConfiguration().restoreSerializer()).isEqualTo(serializer);
  }

  private byte[] serialize(ReadResult result) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(result, out);
    return out.getCopyOfBuffer();
  }
}

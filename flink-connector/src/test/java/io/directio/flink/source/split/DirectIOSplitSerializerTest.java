// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.FileRef;
import io.directio.flink.Nouns;
import io.directio.plan.BlockRun;
import java.io.IOException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DirectIOSplitSerializerTest {

  private final DirectIOSplitSerializer serializer = new DirectIOSplitSerializer();

  private static final FileTask DELETED =
      new FileTask(5, 1, Nouns.deletion().file(), FileTask.NO_TIME, true);

  static List<Arguments> goldenBytes() {
    FileRef file = Nouns.fixedMetadata().file();
    BitSet done = new BitSet();
    done.set(1);
    return List.of(
        Arguments.of(
            new RunSplit(
                new FileTask(5, 2, file, 1_700_000_000_000L),
                new BlockRun(Nouns.fixedMetadata(), 2, 3, 100, 200),
                done),
            "010000000000000005000000020000018bcfe5680000000000000000070000000a6469722fc3bc2e74787400"
                + "0000000000012c0000000000000009000000000000012c0000000301010123456789abcd"
                + "ef0000000200000003000000000000006400000000000000c80000000102"),
        Arguments.of(
            new BundleSplit(
                5,
                List.of(
                    new BundledFile(FileTask.first(5, FileRef.ofId(1))),
                    new BundledFile(
                        new FileTask(6, 1, file, 1_700_000_000_000L),
                        Optional.of(new BundledFile.Progress(255, done))))),
            "020000000000000005000000020000000000000005000000018000000000000000000000"
                + "0000000000010000000131ffffffffffffffffffffffffffffffff000000000000000006"
                + "000000010000018bcfe568000000000000000000070000000a6469722fc3bc2e74787400"
                + "0000000000012c00000000000000090100000000000000ff0000000102"),
        Arguments.of(
            new BundleSplit(5, List.of(new BundledFile(DELETED))),
            "020000000000000005000000010000000000000005000000018000000000000000010000"
                + "0000000000078000000161ffffffffffffffff0000000000000009010000000167010000"
                + "0000000000010000000200000000"),
        Arguments.of(
            new OutcomeSplit(8, Nouns.failed(3)),
            "0300000000000000080100000000000000030000000133ffffffffffffffff0000000000"
                + "02000000094e4f545f464f554e440000000c6e6f20737563682066696c65"),
        Arguments.of(new OutcomeSplit(8, Optional.empty()), "03000000000000000800"));
  }

  static List<Arguments> goldenBytesOfVersion1() {
    FileRef file = Nouns.fixedMetadata().file();
    BitSet done = new BitSet();
    done.set(1);
    return List.of(
        Arguments.of(
            new RunSplit(
                new FileTask(5, 2, file),
                new BlockRun(Nouns.fixedMetadata(), 2, 3, 100, 200),
                done),
            "0100000000000000050000000200000000000000070000000a6469722fc3bc2e74787400"
                + "0000000000012c0000000000000009000000000000012c0000000301010123456789abcd"
                + "ef0000000200000003000000000000006400000000000000c80000000102"),
        Arguments.of(
            new BundleSplit(
                5,
                List.of(
                    new BundledFile(FileTask.first(5, FileRef.ofId(1))),
                    new BundledFile(
                        FileTask.first(6, file),
                        Optional.of(new BundledFile.Progress(255, done))))),
            "020000000000000005000000020000000000000005000000010000000000000001000000"
                + "0131ffffffffffffffffffffffffffffffff000000000000000006000000010000000000"
                + "0000070000000a6469722fc3bc2e747874000000000000012c0000000000000009010000"
                + "0000000000ff0000000102"),
        Arguments.of(
            new OutcomeSplit(8, Nouns.failed(3)),
            "0300000000000000080100000000000000030000000133ffffffffffffffff0000000000"
                + "02000000094e4f545f464f554e440000000c6e6f20737563682066696c65"),
        Arguments.of(new OutcomeSplit(8, Optional.empty()), "03000000000000000800"));
  }

  @ParameterizedTest
  @MethodSource("goldenBytes")
  void keepsItsFormat(DirectIOSplit split, String hex) throws Exception {
    assertThat(HexFormat.of().formatHex(serializer.serialize(split))).isEqualTo(hex);
    assertThat(serializer.deserialize(3, HexFormat.of().parseHex(hex))).isEqualTo(split);
  }

  @Test
  void readsItsSecondFormat() throws Exception {
    BitSet done = new BitSet();
    done.set(1);
    BundleSplit split =
        new BundleSplit(
            5,
            List.of(
                new BundledFile(FileTask.first(5, FileRef.ofId(1))),
                new BundledFile(
                    new FileTask(6, 1, Nouns.fixedMetadata().file(), 1_700_000_000_000L),
                    Optional.of(new BundledFile.Progress(255, done)))));
    String hex =
        "020000000000000005000000020000000000000005000000018000000000000000000000"
            + "00000000010000000131ffffffffffffffffffffffffffffffff00000000000000000600"
            + "0000010000018bcfe5680000000000000000070000000a6469722fc3bc2e747874000000"
            + "000000012c00000000000000090100000000000000ff0000000102";
    assertThat(serializer.deserialize(2, HexFormat.of().parseHex(hex))).isEqualTo(split);
  }

  @ParameterizedTest
  @MethodSource("goldenBytesOfVersion1")
  void readsItsFirstFormat(DirectIOSplit split, String hex) throws Exception {
    assertThat(serializer.deserialize(1, HexFormat.of().parseHex(hex))).isEqualTo(split);
  }

  @Test
  void refusesVersionsThatItDoesNotKnow() {
    assertThatThrownBy(() -> serializer.deserialize(4, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 4")
        .hasMessageContaining("another release");
  }

  @Test
  void refusesGarbage() {
    assertThatThrownBy(() -> serializer.deserialize(2, new byte[] {9}))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> serializer.deserialize(2, new byte[] {1, 2, 3}))
        .isInstanceOf(IOException.class);
  }
}

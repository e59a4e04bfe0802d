// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.FileAssembly;
import io.directio.assemble.Receipt;
import io.directio.flink.Nouns;
import io.directio.flink.sink.FileCommit.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SinkSerializersTest {

  private static final FileMetadata FILE = Nouns.fixedMetadata();

  private static final FileCommit COMMIT =
      new FileCommit(
          new Segment("run", 12, 3),
          List.of(new CompletedFile(FILE, 0xcafe, true)),
          List.of(Nouns.failed(3)),
          List.of(Nouns.deletion()),
          Optional.of(new FileCommit.End(List.of(FileRef.ofId(5)))));

  /** The deletions of what is serialised here. */
  private static final String DELETIONS =
      "0000000100000000000000078000000161ffffffffffffffff0000000000000009"
          + "01000000016701000000000000000100000002000000";

  private static final WriteResult RESULT =
      new WriteResult(
          List.of(
              new Receipt(FILE, 0, 100, 1, false),
              new Receipt(Nouns.metadata(2, 1), 0, 100, 2, false),
              new Receipt(FILE, 100, 100, 3, true)),
          List.of(Nouns.failed(3)),
          List.of(Nouns.deletion()));

  @Test
  void keepsTheFormatOfCommits() throws Exception {
    FileCommitSerializer serializer = new FileCommitSerializer();
    String golden =
        "0000000372756e000000000000000c000000030000000100000000000000070000000a64"
            + "69722fc3bc2e747874000000000000012c0000000000000009000000000000012c000000"
            + "0301010123456789abcdef0000cafe010000000100000000000000030000000133ffffff"
            + "ffffffffff000000000002000000094e4f545f464f554e440000000c6e6f207375636820"
            + "66696c65";
    String end = "010000000100000000000000050000000135ffffffffffffffffffffffffffffffff";
    String golden2 = golden + DELETIONS + end;
    assertThat(HexFormat.of().formatHex(serializer.serialize(COMMIT))).isEqualTo(golden2);
    assertThat(serializer.deserialize(2, HexFormat.of().parseHex(golden2))).isEqualTo(COMMIT);
    assertThat(serializer.deserialize(1, HexFormat.of().parseHex(golden + end)))
        .as("the first version had no deletions")
        .isEqualTo(
            new FileCommit(
                COMMIT.segment(), COMMIT.files(), COMMIT.entries(), List.of(), COMMIT.end()));
  }

  @Test
  void groupsReceiptsByFile() throws Exception {
    WriteResultSerializer serializer = new WriteResultSerializer();
    WriteResult back = serializer.deserialize(2, serializer.serialize(RESULT));
    assertThat(back.receipts()).containsExactlyInAnyOrderElementsOf(RESULT.receipts());
    assertThat(back.entries()).isEqualTo(RESULT.entries());
    assertThat(back.deletions()).isEqualTo(RESULT.deletions());
  }

  @Test
  void keepsTheFormatOfReceipts() throws Exception {
    WriteResultSerializer serializer = new WriteResultSerializer();
    WriteResult result =
        new WriteResult(
            List.of(new Receipt(FILE, 0, 100, 1, false)),
            List.of(Nouns.failed(3)),
            List.of(Nouns.deletion()));
    String golden =
        "0000000100000000000000070000000a6469722fc3bc2e747874000000000000012c0000"
            + "000000000009000000000000012c0000000301010123456789abcdef0000000100000000"
            + "00000000000000000000006400000001000000000100000000000000030000000133ffff"
            + "ffffffffffff000000000002000000094e4f545f464f554e440000000c6e6f2073756368"
            + "2066696c65";
    assertThat(HexFormat.of().formatHex(serializer.serialize(result)))
        .isEqualTo(golden + DELETIONS);
    assertThat(serializer.deserialize(2, HexFormat.of().parseHex(golden + DELETIONS)))
        .isEqualTo(result);
    assertThat(serializer.deserialize(1, HexFormat.of().parseHex(golden)))
        .as("the first version had no deletions")
        .isEqualTo(new WriteResult(result.receipts(), result.entries(), List.of()));
  }

  @Test
  void keepsTheFormatOfAssemblies() throws Exception {
    FileAssembly assembly = new FileAssembly(FILE);
    assembly.add(new Receipt(FILE, 100, 100, 7, false));
    String golden =
        "010200000000000000070000000a6469722fc3bc2e747874000000000000012c00000000"
            + "00000009000000000000012c0000000301010123456789abcdef00000001000000000000"
            + "0064000000000000006400000007";
    assertThat(HexFormat.of().formatHex(AssembliesState.assembly(assembly))).isEqualTo(golden);
    List<Object> read = new ArrayList<>();
    AssembliesState.read(
        HexFormat.of().parseHex(golden),
        new AssembliesState.Reader() {
          @Override
          public void run(String run, ExportCounters.Counts counts) {
            throw new AssertionError("not a run");
          }

          @Override
          public void assembly(FileMetadata file, List<FileAssembly.Range> ranges) {
            read.add(file);
            read.addAll(ranges);
          }

          @Override
          public void superseded(FileRef file) {
            throw new AssertionError("not a superseded file");
          }
        });
    assertThat(read).containsExactly(FILE, new FileAssembly.Range(100, 100, 7));
  }

  @Test
  void keepsTheFormatOfTheRun() throws Exception {
    byte[] bytes = AssembliesState.run("run", new ExportCounters.Counts(1, 2, 3));
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "0101"
                + "00000003"
                + "72756e"
                + "0000000000000001"
                + "0000000000000002"
                + "0000000000000003");
  }

  @Test
  void refusesVersionsThatItDoesNotKnow() {
    assertThatThrownBy(() -> new FileCommitSerializer().deserialize(3, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 3");
    assertThatThrownBy(() -> new WriteResultSerializer().deserialize(3, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 3");
    assertThatThrownBy(() -> AssembliesState.read(new byte[] {2}, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2");
  }
}

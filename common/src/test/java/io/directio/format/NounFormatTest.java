// SPDX-License-Identifier: Apache-2.0
package io.directio.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ErrorCode;
import io.directio.FileDetails;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Failure;
import io.directio.ManifestEntry.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class NounFormatTest {

  private static final FileDetails DETAILS =
      new FileDetails("g", Instant.ofEpochSecond(1, 2), Instant.ofEpochSecond(3), "O:BA");

  private static String hex(List<FileRef> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    FileDetails before = FileDetails.NONE;
    for (FileRef file : files) {
      NounFormat.writeFileRef(file, before, out);
      before = file.details();
    }
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static List<FileRef> files(String hex, int count) throws IOException {
    DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
    List<FileRef> files = new ArrayList<>();
    FileDetails before = FileDetails.NONE;
    for (int i = 0; i < count; i++) {
      files.add(NounFormat.readFileRef(before, in));
      before = files.get(i).details();
    }
    assertThat(in.read()).isEqualTo(-1);
    return files;
  }

  @Test
  void writesAReferenceWithoutDetailsAsBeforeThereWereAny() throws Exception {
    String golden = "0000000000000007" + "0000000161" + "000000000000012c" + "0000000000000009";
    FileRef file = new FileRef(7, "a", 300, 9);
    assertThat(hex(List.of(file))).isEqualTo(golden);
    assertThat(files(golden, 1)).containsExactly(file);
  }

  @Test
  void keepsTheFormatOfDetails() throws Exception {
    String golden =
        "0000000000000007"
            + "8000000161"
            + "000000000000012c"
            + "0000000000000009"
            + "010000000167"
            + "01000000000000000100000002"
            + "01000000000000000300000000"
            + "00"
            + "01000000044f3a4241";
    FileRef file = new FileRef(7, "a", 300, 9, DETAILS);
    assertThat(hex(List.of(file))).isEqualTo(golden);
    assertThat(files(golden, 1)).containsExactly(file);
  }

  @Test
  void writesAccessRulesThatFilesShareOnce() throws Exception {
    FileRef first = new FileRef(7, "a", 300, 9, DETAILS);
    FileDetails others = new FileDetails("h", null, null, DETAILS.acl());
    FileRef second = new FileRef(8, "b", 300, 9, others);
    FileRef third = new FileRef(9, "c", 300, 9, new FileDetails("i", null, null, null));
    FileRef bare = new FileRef(10, "d", 300, 9);
    List<FileRef> all = List.of(first, second, third, bare);
    String hex = hex(all);
    assertThat(hex).containsOnlyOnce(HexFormat.of().formatHex(DETAILS.acl().getBytes()));
    assertThat(files(hex, 4)).isEqualTo(all);
  }

  private static String hex(ManifestEntry row) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    NounFormat.writeEntry(row, new DataOutputStream(bytes));
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static ManifestEntry entry(String hex) throws IOException {
    return NounFormat.readEntry(
        new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex))));
  }

  @Test
  void writesARowWithoutVersionAsBeforeRowsToldIt() throws Exception {
    String golden =
        "0000000000000007" + "0000000161" + "000000000000012c" + "00000003" + "00" + "01";
    ManifestEntry row = new ManifestEntry(7, "a", 300, -1, 3, null, Status.SKIPPED, null);
    assertThat(hex(row)).isEqualTo(golden);
    assertThat(entry(golden)).isEqualTo(row);
  }

  @Test
  void keepsTheFormatOfARowThatTellsTheVersion() throws Exception {
    String golden =
        "0000000000000007"
            + "0000000161"
            + "000000000000012c"
            + "00000000"
            + "00"
            + "82"
            + "0000000000000009"
            + "00000009"
            + "4e4f545f464f554e44"
            + "0000000177";
    ManifestEntry row =
        new ManifestEntry(
            7, "a", 300, 9, 0, null, Status.FAILED, new Failure(ErrorCode.NOT_FOUND, "w"));
    assertThat(hex(row)).isEqualTo(golden);
    assertThat(entry(golden)).isEqualTo(row);
  }
}

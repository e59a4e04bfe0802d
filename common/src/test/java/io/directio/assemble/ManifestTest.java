// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Failure;
import io.directio.ManifestEntry.Status;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

  private static final ManifestEntry OK =
      new ManifestEntry(7, "a/b.txt", 12, -1, 1, 0x0a1b2c3d, Status.OK, null);
  private static final ManifestEntry SKIPPED =
      new ManifestEntry(8, "c", 0, 4, 0, null, Status.SKIPPED, null);
  private static final ManifestEntry FAILED =
      new ManifestEntry(
          9,
          "d\"\n\u00e4",
          FileRef.UNKNOWN,
          FileRef.UNKNOWN,
          0,
          null,
          Status.FAILED,
          new Failure(ErrorCode.NOT_IN_DIRECT_MODE, "File 9: \"no\""));

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void place() {
    path = directory.resolve("logs/manifest.jsonl");
  }

  @Test
  void writesExactlyTheDocumentedRows() throws Exception {
    try (ManifestWriter writer = ManifestWriter.appendingTo(path)) {
      writer.write(OK);
      writer.write(SKIPPED);
      writer.write(FAILED);
    }
    assertThat(Files.readString(path))
        .isEqualTo(
            """
            {"file_id":7,"path":"a/b.txt","size":12,"blocks":1,"crc32c":"0a1b2c3d","status":"ok","error":null}
            {"file_id":8,"path":"c","size":0,"version":4,"blocks":0,"crc32c":null,"status":"skipped","error":null}
            {"file_id":9,"path":"d\\"\\n\u00e4","size":null,"blocks":0,"crc32c":null,"status":"failed",\
            "error":{"code":"not-in-direct-mode","message":"File 9: \\"no\\""}}
            """);
    assertThat(rows()).containsExactly(OK, SKIPPED, FAILED);
  }

  @Test
  void appendsAndCutsOffWhatWasTorn() throws Exception {
    for (int tail = 1; tail < 200_000; tail = tail * 7 + 1) {
      Files.deleteIfExists(path);
      try (ManifestWriter writer = ManifestWriter.appendingTo(path)) {
        writer.write(OK);
      }
      Files.writeString(path, "{\"p\":\"" + "x".repeat(tail), StandardOpenOption.APPEND);
      try (ManifestWriter writer = ManifestWriter.appendingTo(path)) {
        writer.write(SKIPPED);
      }
      assertThat(rows()).containsExactly(OK, SKIPPED);
    }
  }

  @Test
  void rowsAreThereOnceTheyAreFlushed() throws Exception {
    try (ManifestWriter writer = ManifestWriter.appendingTo(path)) {
      writer.write(OK);
      assertThat(path).isEmptyFile();
      writer.flush();
      assertThat(rows()).containsExactly(OK);
      writer.write(FAILED);
      writer.sync();
      assertThat(rows()).containsExactly(OK, FAILED);
    }
  }

  @Test
  void replacesAManifestAsAWhole() throws Exception {
    try (ManifestWriter writer = ManifestWriter.replacing(path)) {
      writer.write(OK);
      writer.flush();
      assertThat(path).doesNotExist();
      writer.commit();
    }
    try (ManifestWriter writer = ManifestWriter.replacing(path)) {
      writer.write(FAILED);
      writer.flush();
    }
    assertThat(rows()).containsExactly(OK);
    try (Stream<Path> files = Files.list(path.getParent())) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void toleratesAndReportsATornLastRow() throws Exception {
    String row = row(OK);
    for (int length = 1; length < row.length(); length++) {
      write(row(SKIPPED) + "\n" + row.substring(0, length));
      try (ManifestReader reader = ManifestReader.open(path)) {
        assertThat(reader.next()).contains(SKIPPED);
        assertThat(reader.next()).isEmpty();
        assertThat(reader.isTorn()).isTrue();
      }
    }
    write(row(SKIPPED) + "\n" + row);
    try (ManifestReader reader = ManifestReader.open(path)) {
      assertThat(reader.next()).contains(SKIPPED);
      assertThat(reader.next()).contains(OK);
      assertThat(reader.next()).isEmpty();
      assertThat(reader.isTorn()).isFalse();
    }
  }

  @Test
  void takesFieldsInAnyOrderAndOthersToo() throws Exception {
    write(
        "\n  {\"later\":{\"x\":[1]},\"status\":\"ok\",\"error\":null,\"crc32c\":\"0A1B2C3D\","
            + "\"blocks\":1,\"size\":12,\"path\":\"a/b.txt\",\"file_id\":7}\r\n\n");
    assertThat(rows()).containsExactly(OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "7",
        "hello",
        "{\"file_id\":7}",
        "{\"file_id\":\"x\",\"path\":\"a\",\"status\":\"ok\"}",
        "{\"file_id\":7,\"path\":null,\"status\":\"ok\"}",
        "{\"file_id\":7,\"path\":\"a\",\"status\":\"fine\"}",
        "{\"file_id\":7,\"path\":\"a\",\"status\":\"failed\"}",
        "{\"file_id\":7,\"path\":\"a\",\"status\":\"ok\",\"crc32c\":\"xyzzyxyz\"}",
        "{\"file_id\":7,\"path\":\"a\",\"status\":\"ok\",\"crc32c\":\"12\"}",
        "{\"file_id\":7,\"path\":\"a\",\"status\":\"failed\",\"error\":{\"code\":\"odd\"}}",
        "{\"file_id\":7,\"path\":\"a\",\"status\":\"ok\"} {}",
        "{\"file_id\":99999999999999999999,\"path\":\"a\",\"status\":\"ok\"}",
        "\u001b[2J{",
      })
  void namesTheLineThatIsNoRow(String text) throws Exception {
    write(row(OK) + "\n" + text + "\n" + row(OK) + "\n");
    try (ManifestReader reader = ManifestReader.open(path)) {
      reader.next();
      assertThatThrownBy(reader::next)
          .isInstanceOf(DestinationException.class)
          .hasMessageContaining("manifest.jsonl")
          .hasMessageContaining("line 2 is no row of a manifest: ")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\u001b", "io.directio"))
          .extracting("code")
          .isEqualTo(ErrorCode.DESTINATION_CORRUPT);
    }
  }

  @Test
  void refusesARowWithoutEnd() throws Exception {
    write("x".repeat(3 << 20));
    try (ManifestReader reader = ManifestReader.open(path)) {
      assertThatThrownBy(reader::next).hasMessageContaining("longer than");
    }
  }

  @Test
  void saysThatThereIsNoManifest() {
    assertThatThrownBy(() -> ManifestReader.open(path))
        .isInstanceOf(DestinationException.class)
        .hasMessageContaining("manifest.jsonl");
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 2000})
  void verifiesEveryFileAgainstItsLastRow(long partitionBytes) throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    List<ManifestEntry> rows = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      byte[] content = new byte[random.nextInt(3000)];
      random.nextBytes(content);
      Path file = root.resolve("d" + i % 3 + "/f" + i);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      int crc = TestFile.digest(content, 0, content.length);
      rows.add(new ManifestEntry(i, "d" + i % 3 + "/f" + i, 1, -1, 1, 1, Status.OK, null));
      rows.add(
          new ManifestEntry(
              i, "d" + i % 3 + "/f" + i, content.length, -1, 1, crc, Status.OK, null));
    }
    rows.sort((a, b) -> Long.compare(a.size() == 1 ? 0 : 1, b.size() == 1 ? 0 : 1));
    try (ManifestWriter writer = ManifestWriter.appendingTo(path)) {
      for (ManifestEntry row : rows) {
        writer.write(row);
      }
      writer.write(FAILED);
    }
    write(Files.readString(path) + "{\"fil");
    Files.delete(root.resolve("d0/f0"));
    flipOneBit(root.resolve("d0/f3"));
    Files.write(root.resolve("d0/f6"), new byte[] {1}, StandardOpenOption.APPEND);

    List<ManifestFinding> findings = new ArrayList<>();
    ManifestVerifier.Summary summary =
        new ManifestVerifier(root, 4, partitionBytes).verify(path, findings::add);

    assertThat(summary.ok()).isEqualTo(96);
    assertThat(summary.missing()).isEqualTo(1);
    assertThat(summary.different()).isEqualTo(2);
    assertThat(summary.unchecked()).isEqualTo(1);
    assertThat(summary.torn()).isTrue();
    assertThat(summary.isWell()).isFalse();
    assertThat(findings).hasSize(100);
    assertThat(finding(findings, 0).verdict()).isEqualTo(ManifestFinding.Verdict.MISSING);
    assertThat(finding(findings, 3).detail()).contains("CRC-32C");
    assertThat(finding(findings, 6).detail()).contains("bytes instead of");
    assertThat(finding(findings, 9).detail()).contains("not transferred");
  }

  @Test
  void verifiesAllManifestsOfADirectoryInTheOrderOfTheirNames() throws Exception {
    Path manifests = directory.resolve("manifests");
    for (int i : IntStream.range(0, 3).toArray()) {
      try (ManifestWriter writer =
          ManifestWriter.appendingTo(manifests.resolve("part-" + i + ".jsonl"))) {
        writer.write(new ManifestEntry(1, "a", i, -1, 1, null, Status.SKIPPED, null));
        writer.write(new ManifestEntry(10 + i, "missing" + i, i, -1, 1, null, Status.OK, null));
      }
    }
    Files.writeString(manifests.resolve("notes.txt"), "no manifest");
    Files.write(directory.resolve("a"), new byte[2]);

    ManifestVerifier.Summary summary =
        new ManifestVerifier(directory, 2).verify(manifests, finding -> {});

    assertThat(summary).isEqualTo(new ManifestVerifier.Summary(0, 3, 0, 1, 0, false));
  }

  @Test
  void neverReadsOutsideTheDirectory(@TempDir Path outside) throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.write(outside.resolve("secret"), new byte[1]);
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
    int crc = TestFile.digest(new byte[1], 0, 1);
    String up = root.relativize(outside.resolve("secret")).toString();
    String[] paths = {"link/secret", "file", up, outside.resolve("secret").toString(), "", "x\0"};
    try (ManifestWriter writer = ManifestWriter.appendingTo(path)) {
      for (int i = 0; i < paths.length; i++) {
        writer.write(new ManifestEntry(i, paths[i], 1, -1, 1, crc, Status.OK, null));
      }
    }
    List<ManifestFinding> findings = new ArrayList<>();
    new ManifestVerifier(root, 2).verify(path, findings::add);

    assertThat(findings)
        .hasSize(paths.length)
        .allMatch(finding -> finding.verdict() == ManifestFinding.Verdict.DIFFERENT);
  }

  private static ManifestFinding finding(List<ManifestFinding> findings, long fileId) {
    return findings.stream().filter(f -> f.row().fileId() == fileId).findFirst().orElseThrow();
  }

  private static void flipOneBit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private static String row(ManifestEntry entry) throws IOException {
    StringWriter text = new StringWriter();
    try (var json = ManifestRow.JSON.createGenerator(text)) {
      ManifestRow.write(entry, json);
    }
    return text.toString();
  }

  private void write(String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private List<ManifestEntry> rows() throws DestinationException {
    List<ManifestEntry> rows = new ArrayList<>();
    try (ManifestReader reader = ManifestReader.open(path)) {
      for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
        rows.add(row.get());
      }
      assertThat(reader.isTorn()).isFalse();
    }
    return rows;
  }
}

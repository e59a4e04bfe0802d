// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.FileRef;
import io.directio.flink.source.FileSelection.Position;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSelectionTest {

  private static final ClientOptions PORTAL =
      ClientOptions.of(URI.create("https://portal.example.com"));

  @TempDir Path directory;

  @Test
  void skipsBlankLinesAndComments() throws Exception {
    assertThat(ids(file("\uFEFF12\n\n# all of it\n  34 # the other \r\n\t\n56")))
        .containsExactly(12L, 34L, 56L);
  }

  @Test
  void readsAnEmptyFile() throws Exception {
    assertThat(ids(file(""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x12", "-5", "1.5", "1 2", "99999999999999999999"})
  void namesTheLineThatIsNoId(String bad) throws Exception {
    FileSelection selection = file("1\n# two\n3\n" + bad + "\n5");
    assertThatThrownBy(() -> ids(selection))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Line 4")
        .hasMessageContaining("ids.txt")
        .hasMessageContaining(bad);
  }

  @Test
  void refusesAFileThatIsNoListOfIds() throws Exception {
    FileSelection selection = file("1\n" + "x".repeat(10_000));
    assertThatThrownBy(() -> ids(selection))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Line 2")
        .hasMessageContaining("longer");
  }

  @Test
  void namesAFileThatIsNotThere() {
    FileSelection selection = FileSelection.idsFile(directory.resolve("none").toString());
    assertThatThrownBy(() -> ids(selection)).hasMessageContaining("none");
  }

  @Test
  void goesOnWhereAnotherCursorWas() throws Exception {
    List<Long> expected = IntStream.range(0, 20_000).mapToObj(i -> (long) i * 7919).toList();
    StringBuilder text = new StringBuilder("# many\n");
    expected.forEach(id -> text.append(id).append(id % 3 == 0 ? "\r\n" : "\n"));
    FileSelection selection = file(text.toString());
    assertThat(ids(selection)).isEqualTo(expected);
    Position position = Position.START;
    List<Long> inPieces = new ArrayList<>();
    while (inPieces.size() < expected.size()) {
      try (FileCursor cursor = selection.open(position, PORTAL)) {
        for (int i = 0; i < 1777 && cursor.advance(Duration.ZERO) == FileCursor.Step.FILE; i++) {
          inPieces.add(cursor.file().fileId());
        }
        position = cursor.position().orElseThrow();
        assertThat(position.ordinal()).isEqualTo(inPieces.size());
      }
    }
    assertThat(inPieces).isEqualTo(expected);
  }

  @Test
  void countsLinesAcrossPieces() throws Exception {
    FileSelection selection = file("1\n2\nbad\n");
    Position position;
    try (FileCursor cursor = selection.open(Position.START, PORTAL)) {
      cursor.advance(Duration.ZERO);
      position = cursor.position().orElseThrow();
    }
    try (FileCursor cursor = selection.open(position, PORTAL)) {
      cursor.advance(Duration.ZERO);
      assertThatThrownBy(() -> cursor.advance(Duration.ZERO)).hasMessageContaining("Line 3");
    }
  }

  @Test
  void givesTheFilesThatWereGiven() throws Exception {
    List<FileRef> files =
        List.of(new FileRef(1, "a", 5, FileRef.UNKNOWN), new FileRef(2, "b", 6, 7));
    FileSelection selection = FileSelection.files(files);
    try (FileCursor cursor = selection.open(new Position(1, 1, 0), PORTAL)) {
      assertThat(cursor.advance(Duration.ZERO)).isEqualTo(FileCursor.Step.FILE);
      assertThat(cursor.file()).isEqualTo(files.get(1));
      assertThat(cursor.advance(Duration.ZERO)).isEqualTo(FileCursor.Step.END);
    }
    assertThat(ids(FileSelection.ids(5, 6))).containsExactly(5L, 6L);
  }

  private FileSelection file(String text) throws IOException {
    Path file = directory.resolve("ids.txt");
    Files.writeString(file, text);
    return FileSelection.idsFile(file.toString());
  }

  private static List<Long> ids(FileSelection selection) throws IOException {
    List<Long> ids = new ArrayList<>();
    try (FileCursor cursor = selection.open(Position.START, PORTAL)) {
      while (cursor.advance(Duration.ZERO) == FileCursor.Step.FILE) {
        ids.add(cursor.file().fileId());
      }
    }
    return ids;
  }
}

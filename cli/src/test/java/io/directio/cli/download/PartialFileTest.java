// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialFileTest {

  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void name() {
    output = folder.resolve("out.bin");
  }

  @Test
  void nothingIsVisibleBeforeItIsPublished() throws IOException {
    try (PartialFile file = PartialFile.open(output, "key")) {
      write(file, "abc");
      file.keep();
      assertThat(output).doesNotExist();
      assertThat(names()).allMatch(name -> name.startsWith("."));
      file.finish();
    }
    assertThat(output).hasContent("abc");
    assertThat(names()).containsExactly("out.bin");
  }

  @Test
  void beginsAnewIfWhatWasNotedIsDamaged() throws IOException {
    try (PartialFile file = PartialFile.open(output, "key")) {
      write(file, "abc");
      file.keep();
    }
    Path state = output.resolveSibling("." + output.getFileName() + ".directio-partial.state");
    Files.writeString(state, Files.readString(state).replace("\n3\n", "\nthree\n"));
    try (PartialFile file = PartialFile.open(output, "key")) {
      assertThat(file.length()).isZero();
    }
  }

  @Test
  void goesOnBehindWhatWasKept() throws IOException {
    try (PartialFile file = PartialFile.open(output, "key")) {
      write(file, "abc");
      file.keep();
      write(file, "lost");
    }
    try (PartialFile file = PartialFile.open(output, "key")) {
      assertThat(file.length()).isEqualTo(3);
      write(file, "de");
      assertThat(file.crc32c()).isEqualTo(crc("abcde"));
      file.finish();
    }
    assertThat(output).hasContent("abcde");
    assertThat(names()).containsExactly("out.bin");
  }

  @Test
  void startsFromNothingForOtherBytes() throws IOException {
    keep("abc");
    try (PartialFile file = PartialFile.open(output, "another key")) {
      assertThat(file.length()).isZero();
      write(file, "x");
      file.finish();
    }
    assertThat(output).hasContent("x");
  }

  @Test
  void startsFromNothingIfTheDiskLostOrChangedBytes() throws IOException {
    keep("abc");
    Path partial = folder.resolve(".out.bin.directio-partial");
    Files.writeString(partial, "abX");
    try (PartialFile file = PartialFile.open(output, "key")) {
      assertThat(file.length()).isZero();
    }
    keep("abc");
    Files.writeString(partial, "ab");
    try (PartialFile file = PartialFile.open(output, "key")) {
      assertThat(file.length()).isZero();
    }
  }

  @Test
  void leavesNothingBehindIfNothingWasKept() throws IOException {
    PartialFile.open(output, "key").close();
    assertThat(names()).isEmpty();
  }

  @Test
  void twoWritersCannotMix() throws IOException {
    try (PartialFile file = PartialFile.open(output, "key")) {
      assertThatThrownBy(() -> PartialFile.open(output, "key"))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("another download is writing it");
      write(file, "abc");
      file.finish();
    }
    assertThat(output).hasContent("abc");
  }

  @Test
  void replacesAnOlderFileOnlyWhenWhole() throws IOException {
    Files.writeString(output, "old");
    try (PartialFile file = PartialFile.open(output, "key")) {
      write(file, "new");
      assertThat(output).hasContent("old");
      file.finish();
    }
    assertThat(output).hasContent("new");
  }

  @Test
  void aFolderIsNoOutput() {
    assertThatThrownBy(() -> PartialFile.open(folder, "key"))
        .hasMessageContaining("is a directory");
    assertThatThrownBy(() -> PartialFile.open(folder.resolve("no/file"), "key"))
        .isInstanceOf(NoSuchFileException.class);
  }

  private void keep(String text) throws IOException {
    try (PartialFile file = PartialFile.open(output, "key")) {
      write(file, text);
      file.keep();
    }
  }

  private static void write(PartialFile file, String text) throws IOException {
    file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer());
  }

  private static int crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  private List<String> names() throws IOException {
    try (var paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}

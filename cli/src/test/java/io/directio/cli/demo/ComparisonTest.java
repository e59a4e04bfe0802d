// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

  @TempDir Path folder;

  @Test
  void countsWhatIsEqualAndNamesWhatIsNot() throws Exception {
    List<SampleFile> originals =
        List.of(
            original("same", "12345"),
            original("changed", "12345"),
            original("short", "12345"),
            original("gone", "12345"),
            original("failed", "12345"),
            original("empty", ""));
    Path root = Files.createDirectory(folder.resolve("out"));
    Files.writeString(root.resolve("1"), "12345");
    Files.writeString(root.resolve("2"), "12X45");
    Files.writeString(root.resolve("3"), "1234");
    Files.writeString(root.resolve("5"), "");

    Comparison comparison =
        Comparison.of(
            originals,
            root,
            Map.of("same", "1", "changed", "2", "short", "3", "gone", "4", "empty", "5"));

    assertThat(comparison.equal()).isEqualTo(2);
    assertThat(comparison.bytes()).isEqualTo(5);
    assertThat(comparison.differences())
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo("changed: the byte at offset 2 is different"),
            one -> assertThat(one).isEqualTo("short: the byte at offset 4 is different"),
            one -> assertThat(one).startsWith("gone: ").endsWith("is not there"),
            one -> assertThat(one).isEqualTo("failed: it was not exported"));
  }

  @Test
  void canBeInterrupted() throws Exception {
    List<SampleFile> originals = List.of(original("a", "1"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Comparison.of(originals, folder, Map.of()))
        .isInstanceOf(InterruptedException.class);
  }

  private SampleFile original(String path, String content) throws IOException {
    Path source = Files.writeString(folder.resolve(path), content);
    return new SampleFile(path, source, content.length());
  }
}

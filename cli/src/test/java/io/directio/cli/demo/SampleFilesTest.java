// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFilesTest {

  @TempDir Path folder;

  @Test
  void takesEveryFileOfAFolderAndFollowsNoLinks() throws Exception {
    Files.writeString(Files.createDirectories(folder.resolve("in/a b")).resolve("c.txt"), "12345");
    Files.writeString(folder.resolve("in/empty"), "");
    Files.writeString(folder.resolve("outside"), "xyz");
    Files.createSymbolicLink(folder.resolve("in/link"), folder.resolve("outside"));
    Files.createSymbolicLink(folder.resolve("in/nowhere"), folder.resolve("missing"));
    Files.createSymbolicLink(folder.resolve("in/loop"), folder.resolve("in"));
    Files.createDirectory(folder.resolve("private"));
    Files.writeString(folder.resolve("private/diary"), "xyz");
    Files.createSymbolicLink(folder.resolve("in/away"), folder.resolve("private"));
    Path itself = Files.createSymbolicLink(folder.resolve("the link"), folder.resolve("in"));

    SampleFiles samples = SampleFiles.of(itself);

    assertThat(samples.files()).extracting(SampleFile::path).containsExactly("a b/c.txt", "empty");
    assertThat(samples.bytes()).isEqualTo(5);
    assertThat(samples.isEnough()).isFalse();
  }

  @Test
  void aMissingFolderIsAnError() {
    assertThatThrownBy(() -> SampleFiles.of(folder.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void thisMachineHasEnoughOfEveryKind() throws Exception {
    SampleFiles samples = SampleFiles.ofThisMachine();

    assertThat(samples.isEnough()).isTrue();
    assertThat(samples.files()).hasSizeGreaterThanOrEqualTo(SampleFiles.ENOUGH_FILES);
    assertThat(samples.files()).extracting(SampleFile::path).doesNotHaveDuplicates();
    assertThat(samples.files()).anyMatch(file -> file.path().endsWith(".jar"));
    assertThat(samples.files()).anyMatch(file -> file.size() > 20_000_000);
    assertThat(samples.files()).anyMatch(file -> file.size() < 10_000);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.emulator.Emulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FlinkExportTest {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir Path directory;

  @Test
  void exportsTheFilesOfTheIds() throws Exception {
    byte[] large = new byte[10 << 20];
    new Random(1).nextBytes(large);
    try (Emulator emulator =
        Emulator.builder().file("a.txt", "hello".getBytes()).file("b.bin", large).start()) {
      Path credentials = TestCredentials.of(emulator, directory);
      Path ids =
          Files.writeString(
              directory.resolve("ids.txt"),
              "# both\n" + id(emulator, "a.txt") + "\n" + id(emulator, "b.bin") + "\n");
      Path to = directory.resolve("out");
      FlinkExport.main(
          new String[] {
            "--portal", emulator.portalUri().toString(),
            "--credentials-file", credentials.toString(),
            "--ids-file", ids.toString(),
            "--to", to.toString()
          });
      assertThat(to.resolve(id(emulator, "a.txt"))).hasContent("hello");
      assertThat(to.resolve(id(emulator, "b.bin"))).hasBinaryContent(large);
    }
  }

  @Test
  void takesSeveralIds() throws Exception {
    try (Emulator emulator =
        Emulator.builder().file("a", new byte[] {1}).file("b", new byte[] {2}).start()) {
      Path to = directory.resolve("out");
      FlinkExport.main(
          new String[] {
            "--portal=" + emulator.portalUri(),
            "--credentials-file=" + TestCredentials.of(emulator, directory),
            "--file-id=" + id(emulator, "a"),
            "--file-id=" + id(emulator, "b"),
            "--to=" + to
          });
      assertThat(to.resolve(id(emulator, "a"))).exists();
      assertThat(to.resolve(id(emulator, "b"))).exists();
    }
  }

  @Test
  void takesWhatIsInFolders() throws Exception {
    try (Emulator emulator =
        Emulator.builder()
            .file("docs/a", "hello".getBytes())
            .file("docs/deep/b", "there".getBytes())
            .file("media/c", new byte[] {3})
            .start()) {
      Path to = directory.resolve("out");
      FlinkExport.main(
          new String[] {
            "--portal=" + emulator.portalUri(),
            "--credentials-file=" + TestCredentials.of(emulator, directory),
            "--folder-id=" + emulator.notifications().folderId("docs"),
            "--to=" + to
          });
      assertThat(to.resolve("docs/a")).hasContent("hello");
      assertThat(to.resolve("docs/deep/b")).hasContent("there");
      assertThat(to.resolve("media")).doesNotExist();
    }
  }

  @Test
  void givesUpAfterAsManyRestartsAsItIsAllowed() throws Exception {
    try (Emulator emulator = Emulator.builder().file("a", new byte[] {1}).start()) {
      Path noDirectory = Files.writeString(directory.resolve("file"), "");
      String[] arguments = {
        "--portal=" + emulator.portalUri(),
        "--credentials-file=" + TestCredentials.of(emulator, directory),
        "--file-id=" + id(emulator, "a"),
        "--to=" + noDirectory,
        "--restarts=1"
      };
      assertThatThrownBy(() -> FlinkExport.main(arguments))
          .hasStackTraceContaining("maxNumberRestartAttempts=1");
    }
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> FlinkExport.main(new String[] {"--to", "x", "--file-id", "1"}))
        .hasMessageContaining("--portal");
    assertThatThrownBy(
            () -> FlinkExport.main(new String[] {"--to", "x", "--portal", "https://p.example"}))
        .hasMessageContaining("--ids-file");
    assertThatThrownBy(
            () ->
                FlinkExport.main(
                    new String[] {
                      "--to=x", "--portal=https://p.example", "--file-id=1", "--follow"
                    }))
        .hasMessageContaining("--all-folders");
  }

  private static String id(Emulator emulator, String path) {
    return Long.toString(emulator.file(path).id());
  }
}

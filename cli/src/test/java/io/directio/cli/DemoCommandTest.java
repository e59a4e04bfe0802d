// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

  @TempDir Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void someFiles() throws IOException {
    from = Files.createDirectories(folder.resolve("my files"));
    to = folder.resolve("out");
    Files.createDirectories(from.resolve("sub dir"));
    Files.write(from.resolve("large"), EmulatedPortal.bytes(3_000_000));
    Files.write(from.resolve("sub dir/öäü 文.txt"), EmulatedPortal.bytes(1000));
    Files.write(from.resolve("empty"), new byte[0]);
  }

  @Test
  void everyByteIsProvedToBeEqualAndTheNextStepsAreTold() throws IOException {
    CommandRun run = demo("--web");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(to.resolve("sub dir/öäü 文.txt")).hasBinaryContent(EmulatedPortal.bytes(1000));
    assertThat(run.out())
        .contains("3 real files, 3.0 MB")
        .containsPattern("Portal     http://127.0.0.1:\\d+")
        .containsPattern("Storage    http://127.0.0.1:\\d+")
        .containsPattern("to watch at http://(localhost|127.0.0.1):\\d+")
        .containsPattern("Exported   3 files, 3.0 MB in [\\d.]+ s \\([\\d.]+ MB/s\\)")
        .contains("0 skipped (there already), 0 failed, 0 retries")
        .contains("Verified   all 3 files are equal to their originals, byte for byte")
        .contains("Output     " + to)
        .contains("Manifest   " + to)
        .contains("Try next:");
  }

  @Test
  void aByteThatIsNotEqualIsFoundAndIsAFailure() throws IOException {
    assertThat(demo().exit()).isZero();
    byte[] changed = EmulatedPortal.bytes(3_000_000);
    changed[2_000_000]++;
    // In place, so that the file still counts as the one that was published.
    Files.write(to.resolve("large"), changed);

    CommandRun run = demo("--json");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.outLines())
        .anyMatch(
            line ->
                line.startsWith(
                    "{\"type\":\"verification\",\"files_equal\":2,\"files_different\":1"))
        .anyMatch(
            line -> line.startsWith("{\"type\":\"summary\",\"files_ok\":0,\"files_skipped\":3"))
        .allMatch(line -> line.startsWith("{"));
    CommandRun again = demo();
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.out())
        .contains("Verified   2 of 3 files are equal to their originals")
        .contains("large: the byte at offset 2000000 is different");
  }

  @Test
  void credentialsStayBehindNowhere() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    demo();
    try (var left = Files.newDirectoryStream(temporary, "directio-demo-*.credentials")) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFolderWithoutFilesIsNoDemo() throws IOException {
    from = Files.createDirectory(folder.resolve("nothing"));
    CommandRun run = demo();
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("has no files");
    assertThat(CommandRun.of("demo", "--from", folder + "/missing").exit()).isEqualTo(1);
    assertThat(CommandRun.of("demo", "--engine-parallelism", "0").exit()).isEqualTo(2);
  }

  private CommandRun demo(String... options) {
    java.util.List<String> arguments =
        new java.util.ArrayList<>(
            java.util.List.of("demo", "--from", from.toString(), "--to", to.toString()));
    arguments.addAll(java.util.List.of(options));
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}

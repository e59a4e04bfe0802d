// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the jar as a user does. */
class BeamExportJarIT {

  @TempDir Path directory;

  private Emulator emulator;

  @BeforeEach
  void start() throws IOException {
    emulator =
        Emulator.builder()
            .file("projects/a", "some text".getBytes(StandardCharsets.UTF_8))
            .file("projects/b", new byte[70_000])
            .file("others/c", new byte[10])
            .start();
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  /** Runs the jar, which must succeed; returns what it has logged. */
  private String run(String... arguments) throws Exception {
    Path log = Files.createTempFile(directory, "log", "");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // It lives for seconds.
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("pipeline.jar"),
                "--portal=" + emulator.portalUri(),
                "--to=" + out()));
    command.addAll(List.of(arguments));
    command.addAll(runner());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("DIRECTIO_ACCESS_KEY_ID", emulator.accessKeyId());
    environment.put("DIRECTIO_SECRET_ACCESS_KEY", emulator.secretAccessKey());
    environment.put("DIRECTIO_USER", emulator.notifications().user());
    environment.put("DIRECTIO_PASSWORD", emulator.notifications().password());
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String logged = Files.readString(log);
    assertThat(process.exitValue()).as(logged).isZero();
    assertThat(logged)
        .doesNotContain(emulator.secretAccessKey())
        .doesNotContain(emulator.notifications().password());
    return logged;
  }

  /** Options of the runner that is bundled; none for the direct one. */
  private static List<String> runner() {
    return Stream.of(System.getProperty("pipeline.options", "").split(" "))
        .filter(option -> !option.isEmpty())
        .toList();
  }

  private Path out() {
    return directory.resolve("out");
  }

  @Test
  void exportsFilesByTheirIdsAndReportsWhatFailed() throws Exception {
    EmulatedFile a = emulator.file("projects/a");
    EmulatedFile b = emulator.file("projects/b");
    run("--fileIds=" + a.id() + "," + b.id() + ",999", "--report=" + directory.resolve("failed"));

    assertThat(out().resolve(Long.toString(a.id()))).hasContent("some text");
    assertThat(out().resolve(Long.toString(b.id()))).hasBinaryContent(new byte[70_000]);
    assertThat(directory.resolve("failed")).content().startsWith("999\tnot-found\t");
  }

  @Test
  void exportsTheIdsInAFile() throws Exception {
    Path ids = directory.resolve("ids.txt");
    Files.writeString(ids, "# one\n" + emulator.file("others/c").id() + "\n");
    run("--idsFile=" + ids, "--maxTransferRate=1000000", "--maxRequestsPerSecond=50.5");
    assertThat(out().resolve(Long.toString(emulator.file("others/c").id())))
        .hasBinaryContent(new byte[10]);
  }

  @Test
  void exportsWhatIsInAFolder() throws Exception {
    run("--folderIds=" + emulator.notifications().folderId("projects"));
    assertThat(out().resolve("projects/a")).hasContent("some text");
    assertThat(out().resolve("projects/b")).hasBinaryContent(new byte[70_000]);
    assertThat(out().resolve("others")).doesNotExist();
  }

  @Test
  void exportsWhatIsInAllFolders() throws Exception {
    run("--allFolders");
    assertThat(out().resolve("projects/a")).hasContent("some text");
    assertThat(out().resolve("others/c")).hasBinaryContent(new byte[10]);
  }
}

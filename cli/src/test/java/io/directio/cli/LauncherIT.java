// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command in processes of its own: what only they can show. */
class LauncherIT {

  private static final int BLOCK = 1 << 20;
  private static final Content LARGE = Content.random(80L << 20, 7);

  @TempDir Path folder;
  private Emulator emulator;

  @AfterEach
  void stop() {
    if (emulator != null) {
      emulator.close();
    }
  }

  @Test
  void startsThroughALinkFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("dio"), CommandProcess.launcher());
    Process process = shell("cd / && '" + link + "' --version");
    assertThat(process.inputReader().readLine()).startsWith("directio ");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aHeapThatIsTooSmallEndsTheProcessWithOneLine() throws Exception {
    start(Emulator.builder().file("a", EmulatedPortal.bytes(300_000)));
    Map<String, String> small = new HashMap<>(environment());
    small.put("DIRECTIO_JAVA_OPTS", "-Xmx32m");
    try (CommandProcess process =
        CommandProcess.start(folder, small, "export", "--file-id", id(), "--to", "out")) {
      assertThat(process.await()).isEqualTo(1);
      assertThat(process.err())
          .contains("directio: out of memory: the heap has ", "DIRECTIO_JAVA_OPTS=-Xmx")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void nothingSecretIsLoggedAndNothingAtAllWithoutVerbose() throws Exception {
    start(
        Emulator.builder()
            .file("a", EmulatedPortal.bytes(300_000))
            .blockSize(BlockSize.fixed(BLOCK)));
    emulator.faults().storage().times(2).respond(503);
    String id = Long.toString(emulator.file("a").id());
    try (CommandProcess quiet = run("export", "--file-id", id, "--to", "out1")) {
      assertThat(quiet.await()).as(quiet.err()).isZero();
      assertThat(
              quiet.err().lines().filter(line -> !line.matches("\\d+/\\d+ file.*|[\\d.]+ .?B.*")))
          .isEmpty();
    }
    emulator.faults().storage().times(2).respond(503);
    try (CommandProcess verbose = run("export", "--verbose", "--file-id", id, "--to", "out2")) {
      assertThat(verbose.await()).isZero();
      assertThat(verbose.err()).contains("INFO", "directio").doesNotContain(secrets());
      assertThat(verbose.out()).doesNotContain(secrets());
    }
    for (String command :
        List.of("stat " + id, "download " + id + " -o copy", "stat 1", "download 1 -o x")) {
      List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
      arguments.add("--verbose");
      try (CommandProcess verbose = run(arguments.toArray(String[]::new))) {
        verbose.await();
        assertThat(verbose.err() + verbose.out()).doesNotContain(secrets());
      }
    }
    try (var left = Files.walk(folder)) {
      for (Path file : left.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(secrets());
      }
    }
  }

  @Test
  void aDownloadThatWasInterruptedOrKilledGoesOn() throws Exception {
    start(slowAndLarge());
    String[] download = {"download", id(), "--output", "copy", "--workers", "1"};
    Path partial = folder.resolve(".copy.directio-partial");
    try (CommandProcess process = run(download)) {
      await(process, () -> Files.exists(partial) && Files.size(partial) > 5L << 20);
      process.interrupt();
      assertThat(process.await()).isEqualTo(130);
      assertThat(process.err()).contains("directio: interrupted\n").endsWith("goes on from here\n");
    }
    try (CommandProcess process = run(download)) {
      await(process, () -> Files.exists(partial) && Files.size(partial) > 50L << 20);
      process.kill();
      assertThat(process.await()).isEqualTo(137);
    }
    assertThat(folder.resolve("copy")).doesNotExist();
    emulator.requests().reset();
    try (CommandProcess process = run("download", id(), "--output", "copy")) {
      assertThat(process.await()).isZero();
      assertThat(process.err()).contains("Resuming at ");
    }
    assertThat(emulator.requests().gets()).isLessThan(60);
    assertEqual(folder.resolve("copy"));
  }

  @Test
  void anExportThatWasInterruptedOrKilledGoesOn() throws Exception {
    start(slowAndLarge());
    String[] export = {
      "export",
      "--file-id",
      id(),
      "--to",
      "out",
      "--flink-conf",
      "execution.checkpointing.interval=300ms"
    };
    try (CommandProcess process = run(export)) {
      await(process, () -> emulator.requests().gets() > 10);
      process.interrupt();
      assertThat(process.await()).isEqualTo(130);
      assertThat(process.err()).contains("directio: interrupted\n").endsWith("goes on from here\n");
    }
    assertThat(folder.resolve("out/" + id())).doesNotExist();
    emulator.requests().reset();
    try (CommandProcess process = run(export)) {
      await(process, () -> emulator.requests().gets() > 20);
      process.kill();
      assertThat(process.await()).isEqualTo(137);
    }
    assertThat(folder.resolve("out/" + id())).doesNotExist();
    try (CommandProcess process = run(export)) {
      assertThat(process.await()).as(process.err()).isZero();
      assertThat(process.out()).contains("Exported   1 file");
    }
    assertEqual(folder.resolve("out/" + id()));
    try (CommandProcess process = run("verify", "--in", "out")) {
      assertThat(process.await()).isZero();
    }
  }

  @Test
  void aPipeThatClosesEarlyIsNotComplainedAbout() throws Exception {
    start(slowAndLarge());
    Process process =
        shell(
            "'"
                + CommandProcess.launcher()
                + "' download "
                + id()
                + " -o - | head -c 1000 | wc -c");
    assertThat(process.inputReader().readLine().trim()).isEqualTo("1000");
    assertThat(process.waitFor()).isZero();
    assertThat(process.errorReader().readLine()).isNull();
  }

  @Test
  void theEmulatorEndsOnCtrlCAndCleansUp() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Files.writeString(folder.resolve("a.txt"), "hello");
    Map<String, String> options =
        Map.of("DIRECTIO_JAVA_OPTS", "-Xmx256m -Djava.io.tmpdir=" + temporary);
    try (CommandProcess process =
        CommandProcess.start(folder, options, "emulator", "--from", folder.toString())) {
      await(process, () -> process.out().contains("Ctrl-C stops it."));
      process.interrupt();
      assertThat(process.await()).isEqualTo(130);
    }
    try (var left = Files.newDirectoryStream(temporary, "directio-*")) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void theDemoProvesEveryByteOnFilesThatAreThereAnyway() throws Exception {
    try (CommandProcess process = CommandProcess.start(folder, Map.of(), "demo", "--to", "demo")) {
      assertThat(process.await()).as(process.err()).isZero();
      assertThat(process.out())
          .contains("equal to their originals, byte for byte")
          .containsPattern("Direct IO demo: [2-9]\\d\\d real files, [2-9]\\d\\d\\.\\d MB")
          .containsPattern("Exported   \\d+ files, \\d+\\.\\d MB in ")
          .contains("0 failed");
      assertThat(process.err().lines()).allMatch(line -> line.matches("\\d+/\\d+ files, .*"));
    }
    deleteAll(folder.resolve("demo"));
  }

  private static EmulatorBuilder slowAndLarge() {
    return Emulator.builder()
        .file("large", LARGE)
        .blockSize(BlockSize.fixed(BLOCK))
        .codec(Codec.NONE)
        .latency(Duration.ofMillis(40));
  }

  private void start(EmulatorBuilder builder) {
    emulator = builder.start();
  }

  private String id() {
    return Long.toString(emulator.files().get(0).id());
  }

  private String[] secrets() {
    return new String[] {
      emulator.accessKeyId(), emulator.secretAccessKey(), "X-Amz-Signature", "X-Amz-Credential"
    };
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("DIRECTIO_JAVA_OPTS", "-Xmx512m");
    environment.put("DIRECTIO_NO_BUILD", "1");
    if (emulator != null) {
      environment.put("DIRECTIO_PORTAL", emulator.portalUri().toString());
      environment.put("DIRECTIO_ACCESS_KEY_ID", emulator.accessKeyId());
      environment.put("DIRECTIO_SECRET_ACCESS_KEY", emulator.secretAccessKey());
    }
    return environment;
  }

  private CommandProcess run(String... arguments) throws Exception {
    return CommandProcess.start(folder, environment(), arguments);
  }

  private Process shell(String command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(folder.toFile());
    builder.environment().putAll(environment());
    return builder.start();
  }

  private static void await(CommandProcess process, Callable<Boolean> condition)
      throws IOException {
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> condition.call() || !process.isRunning());
    assertThat(process.isRunning()).as(process.err()).isTrue();
  }

  private void assertEqual(Path copy) throws IOException {
    EmulatedFile file = emulator.files().get(0);
    try (InputStream expected = file.content().open();
        InputStream found = Files.newInputStream(copy)) {
      assertThat(Files.size(copy)).isEqualTo(file.size());
      byte[] piece = new byte[1 << 20];
      for (long at = 0; at < file.size(); at += piece.length) {
        byte[] other = found.readNBytes(piece.length);
        assertThat(java.util.Arrays.equals(expected.readNBytes(piece.length), other))
            .as("bytes from " + at)
            .isTrue();
      }
    }
  }

  private static void deleteAll(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker that is killed in the middle of a write, as a process of its own; then the same pipeline
 * again, as a runner would try it again.
 */
class KilledWorkerTest {

  private static final int BLOCK = 100_000;
  private static final int KILLS = 3;

  @TempDir Path directory;

  private TestPortal portal;

  @BeforeEach
  void start() {
    EmulatorBuilder builder =
        Emulator.builder()
            .blockSize(BlockSize.fixed(BLOCK))
            .credentials("CANARY-KEY-ID", "CANARYsecretACCESSkey0CANARYsecretACCESS")
            .latency(Duration.ofMillis(15));
    for (int i = 0; i < 3; i++) {
      builder.file("large/" + i, TestPortal.bytes(60 * BLOCK + i, i));
    }
    for (int i = 0; i < 30; i++) {
      builder.file("small/" + i, TestPortal.bytes(997 * i, 100 + i));
    }
    portal = TestPortal.start(builder);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private Process worker() throws IOException {
    String ids =
        LongStream.of(portal.ids()).mapToObj(Long::toString).collect(Collectors.joining(","));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KilledWorker.class.getName(),
                portal.emulator().portalUri().toString(),
                ids,
                directory.resolve("out").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output.txt").toFile());
    builder.environment().put("DIRECTIO_ACCESS_KEY_ID", portal.emulator().accessKeyId());
    builder.environment().put("DIRECTIO_SECRET_ACCESS_KEY", portal.emulator().secretAccessKey());
    return builder.start();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output.txt"), StandardCharsets.UTF_8);
  }

  @Test
  void losesNothingAndShowsNothingHalf() throws Exception {
    long fetched = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process worker = worker();
      long enough = fetched + 25;
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> portal.emulator().requests().gets() >= enough || !worker.isAlive());
      assertThat(worker.isAlive()).as(output()).isTrue();
      worker.destroyForcibly();
      assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
      fetched = portal.emulator().requests().gets();
      assertNothingHalf();
    }
    Process last = worker();
    assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).as(output()).isZero();

    for (EmulatedFile file : portal.files()) {
      assertThat(published(file)).as(file.path()).hasBinaryContent(TestPortal.bytesOf(file));
    }
    try (Stream<Path> all = Files.walk(directory.resolve("out"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString();
        assertThat(name).doesNotContain(".partial");
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(name)
            .doesNotContain("CANARY");
      }
    }
    assertThat(output()).doesNotContain("CANARYsecret");
  }

  private Path published(EmulatedFile file) {
    return directory.resolve("out").resolve(Long.toString(file.id()));
  }

  private void assertNothingHalf() {
    for (EmulatedFile file : portal.files()) {
      if (Files.exists(published(file))) {
        assertThat(published(file)).hasBinaryContent(TestPortal.bytesOf(file));
      }
    }
  }
}

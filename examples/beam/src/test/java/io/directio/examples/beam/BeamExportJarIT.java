// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the jar as a user does. */
class BeamExportJarIT {

  @TempDir Path directory;

  @Test
  void exportsAndReportsWhatFailed() throws Exception {
    try (Emulator emulator =
        Emulator.builder().file("a", "some text".getBytes()).file("b", new byte[70_000]).start()) {
      EmulatedFile a = emulator.file("a");
      EmulatedFile b = emulator.file("b");
      Path log = directory.resolve("log");
      ProcessBuilder command =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1", // It lives for seconds.
                  "-XX:+UseSerialGC",
                  "-jar",
                  System.getProperty("pipeline.jar"),
                  "--portal=" + emulator.portalUri(),
                  "--fileIds=" + a.id() + "," + b.id() + ",999",
                  "--to=" + directory.resolve("out"),
                  "--report=" + directory.resolve("failed.txt"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      command.environment().put("DIRECTIO_ACCESS_KEY_ID", emulator.accessKeyId());
      command.environment().put("DIRECTIO_SECRET_ACCESS_KEY", emulator.secretAccessKey());
      Process process = command.start();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
      assertThat(directory.resolve("out/" + a.id())).hasContent("some text");
      assertThat(directory.resolve("out/" + b.id())).hasBinaryContent(new byte[70_000]);
      assertThat(directory.resolve("failed.txt")).content().startsWith("999\tnot-found\t");
      assertThat(Files.readString(log)).doesNotContain(emulator.secretAccessKey());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that can't run native code from a temporary directory, in JVMs of their own. */
class SnappyLibraryTest {

  @TempDir private Path directory;

  /** Decodes one block and prints it, or what went wrong. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      byte[] chunk = {2, 1 << 2, 'o', 'k'};
      byte[] block = new byte[2];
      try (BlockDecoder decoder = new BlockDecoder()) {
        for (int attempt = 1; attempt <= 2; attempt++) {
          try {
            decoder.decode(
                Decoding.split(2),
                new BlockFormat(false, Compression.SNAPPY, false),
                null,
                chunk,
                chunk.length,
                block);
            System.out.println(new String(block, StandardCharsets.US_ASCII));
          } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
          }
        }
      }
    }
  }

  @Test
  void saysWhatToDoEachTimeIfTheLibraryCannotBeLoaded() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(run("-Dorg.xerial.snappy.tempdir=" + file.resolve("below")))
        .containsSubsequence(
            "tempdir", "purejava=true, which is slower", "tempdir", "purejava=true");
  }

  @Test
  void decodesWithSnappysJavaCode() throws Exception {
    assertThat(run("-Dorg.xerial.snappy.purejava=true")).contains("ok\nok\n");
  }

  private static String run(String property) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                property,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}

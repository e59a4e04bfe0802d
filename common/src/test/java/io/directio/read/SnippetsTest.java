// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static io.directio.read.Emulation.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.ByteRange;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of the javadoc, as they stand there, compiled and run. */
class SnippetsTest {

  private static final byte[] CONTENT = text(300_000, 1);
  private static Emulator emulator;

  @BeforeAll
  static void start() {
    emulator =
        Emulator.builder()
            .file(12345, "example.pdf", Content.of(CONTENT))
            .blockSize(BlockSize.fixed(40_000))
            .start();
  }

  @AfterAll
  static void stop() {
    emulator.close();
  }

  /** {@link DirectIOClient}. */
  @Test
  void metadata() throws Exception {
    ClientOptions options = Emulation.options(emulator).build();
    try (DirectIOClient client = DirectIOClient.open(options)) {
      assertThat(client.metadata(12345).size()).isEqualTo(CONTENT.length);
    }
  }

  /** {@link BlocksRequest}. */
  @Test
  void blocksApi(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("example.pdf");
    try (DirectIOClient client = Emulation.client(emulator);
        FileChannel file =
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      try (BlockIterator blocks = client.blocks(12345).workers(16).open()) {
        while (blocks.hasNext()) {
          Block block = blocks.next();
          file.write(block.data(), block.offset());
        }
      }
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(CONTENT);
  }

  /** {@link StreamRequest}. */
  @Test
  void streamerApi() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DirectIOClient client = Emulation.client(emulator)) {
      try (InputStream in =
          client.stream(12345).range(ByteRange.from(1000)).open().asInputStream()) {
        in.transferTo(out);
      }
    }
    assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(CONTENT, 1000, CONTENT.length));
  }
}

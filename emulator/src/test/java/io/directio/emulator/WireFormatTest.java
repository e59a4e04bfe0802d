// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader that knows nothing but the protocol makes of the emulator's answers. */
class WireFormatTest {
  private static final byte[] TEXT = text(300_000);
  private static final byte[] NOISE = noise(100_001);

  @ParameterizedTest
  @CsvSource({
    "SNAPPY,true,false,false", "SNAPPY,false,false,false", "SNAPPY,true,true,false",
    "SNAPPY_RAW,true,false,false", "SNAPPY_RAW,false,false,true", "GZIP,true,false,false",
    "GZIP,true,true,true", "GZIP,false,false,false", "NONE,true,false,false",
    "NONE,false,false,false", "MIXED,true,false,true", "MIXED,false,false,false"
  })
  void readsEveryFormat(Codec codec, boolean encrypted, boolean azure, boolean legacy)
      throws Exception {
    EmulatorBuilder builder =
        Emulator.builder()
            .file("text.txt", TEXT)
            .file("noise", NOISE)
            .file("one", new byte[] {7})
            .file("empty", new byte[0])
            .codec(codec)
            .storageHosts(2)
            .blockSize(BlockSize.variable(40_000));
    if (!encrypted) {
      builder.unencrypted();
    }
    if (azure) {
      builder.azurePrefix();
    }
    if (legacy && encrypted) {
      builder.legacyListing();
    }
    try (Emulator emulator = builder.start()) {
      PlainReader reader = new PlainReader(emulator, azure);
      assertThat(reader.read("text.txt")).isEqualTo(TEXT);
      assertThat(reader.read("noise")).isEqualTo(NOISE);
      assertThat(reader.read("one")).containsExactly(7);
      assertThat(reader.list("empty").json()).contains("\"chunks\":[]");
      assertThat(emulator.blocks("text.txt")).isBetween(5, 15);
    }
  }

  @Test
  void mixesThreeFormatsInOneFile() throws Exception {
    try (Emulator emulator =
        Emulator.builder()
            .file("text.txt", TEXT)
            .codec(Codec.MIXED)
            .unencrypted()
            .blockSize(BlockSize.fixed(30_000))
            .start()) {
      PlainReader reader = new PlainReader(emulator);
      List<PlainReader.Chunk> chunks = reader.list("text.txt").chunks();
      Set<Integer> firstBytes = new HashSet<>();
      for (PlainReader.Chunk chunk : chunks.subList(0, 3)) {
        firstBytes.add(reader.get(chunk.url()).body()[0] & 0xff);
      }
      assertThat(firstBytes).hasSize(3).contains(0x1f, 0x82);
    }
  }

  @Test
  void writesTheListingsOfBothGenerations() throws Exception {
    try (Emulator now = Emulator.builder().file("a", TEXT).start();
        Emulator then = Emulator.builder().file("a", TEXT).legacyListing().start()) {
      assertThat(new PlainReader(now).list("a").json())
          .matches(
              "\\{\"encrypt_info\":\\{\"data_encrypted\":true,\"wrapped_key\":\"[^\"]+\"},\"compression_type\":\"SNAPPY\",\"chunks\":\\[\\{\"url\":\"http://.*\",\"len\":300000}]}");
      assertThat(new PlainReader(then).list("a").json())
          .startsWith("{\"wrapped_key\":\"")
          .contains("\"location\":\"http://")
          .doesNotContain("encrypt_info");
    }
  }

  @Test
  void storesEqualBlocksOnce() throws Exception {
    Content zeros = Content.repeating(new byte[1024], 10 * 1024);
    try (Emulator emulator =
        Emulator.builder()
            .file("zeros", zeros)
            .file("more zeros", zeros)
            .blockSize(BlockSize.fixed(1024))
            .start()) {
      assertThat(emulator.blocks("zeros")).isEqualTo(10);
      assertThat(emulator.objects()).as("a key per file, an object per key").isEqualTo(2);
      assertThat(new PlainReader(emulator).read("zeros")).isEqualTo(new byte[10 * 1024]);
    }
    try (Emulator emulator =
        Emulator.builder()
            .file("zeros", zeros)
            .file("more zeros", zeros)
            .blockSize(BlockSize.fixed(1024))
            .sharedKey()
            .start()) {
      assertThat(emulator.objects()).isEqualTo(1);
      assertThat(new PlainReader(emulator).read("more zeros")).isEqualTo(new byte[10 * 1024]);
    }
  }

  @Test
  void servesAFolder(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("b/c"));
    Files.write(folder.resolve("b/c/text.txt"), TEXT);
    Files.write(folder.resolve("a"), NOISE);
    try (Emulator emulator = Emulator.builder().from(folder).start()) {
      assertThat(emulator.files())
          .extracting(EmulatedFile::path)
          .containsExactly("a", "b/c/text.txt");
      PlainReader reader = new PlainReader(emulator);
      assertThat(reader.read("b/c/text.txt")).isEqualTo(TEXT);
      assertThat(reader.read("a")).isEqualTo(NOISE);
    }
  }

  @Test
  void makesUpTheSameBytesWhereverTheyAreRead() throws Exception {
    for (Content content :
        List.of(Content.random(1000, 5), Content.repeating(new byte[] {1, 2, 3}, 1000))) {
      byte[] whole = content.open().readAllBytes();
      assertThat(whole).hasSize(1000);
      for (int from = 0; from < 30; from++) {
        byte[] part = new byte[50];
        content.read(from, part, 3, 41);
        assertThat(Arrays.copyOfRange(part, 3, 44))
            .isEqualTo(Arrays.copyOfRange(whole, from, from + 41));
      }
    }
  }

  private static byte[] text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < length; i++) {
      text.append("line ").append(i).append(" of a file that compresses rather well\n");
    }
    return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(42).nextBytes(bytes);
    return bytes;
  }
}

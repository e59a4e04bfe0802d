// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins the stored format to objects that other programs wrote. */
class GoldenBlocksTest {

  static List<Golden.StoredBlock> blocks() {
    return Golden.blocks();
  }

  @Test
  void areAllThere() {
    assertThat(blocks()).hasSize(48);
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void decodeToTheirPlainBytesAndDigest(Golden.StoredBlock block) throws Exception {
    assertDecodes(block, block.format(), CryptoProvider.platform());
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void decodeAlthoughTheAzureHintIsWrong(Golden.StoredBlock block) throws Exception {
    BlockFormat format = block.format();
    BlockFormat misled =
        new BlockFormat(format.encrypted(), format.compression(), !format.azurePrefix());
    assertDecodes(block, misled, CryptoProvider.platform());
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void decodeWithBouncyCastle(Golden.StoredBlock block) throws Exception {
    assertDecodes(block, block.format(), CryptoProvider.named("BC"));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void areNotLongerThanTheLongestObject(Golden.StoredBlock block) {
    assertThat(block.object().length)
        .isLessThanOrEqualTo(BlockDecoder.maxObjectLength(block.format(), block.plain().length));
  }

  private static void assertDecodes(
      Golden.StoredBlock block, BlockFormat format, CryptoProvider provider) throws Exception {
    byte[] object = block.object().clone();
    byte[] destination = new byte[block.plain().length];
    try (BlockDecoder decoder = new BlockDecoder(provider)) {
      int digest =
          decoder.decode(
              Decoding.split(block.plain().length),
              format,
              FileKey.of(Golden.KEY),
              object,
              object.length,
              destination);
      assertThat(destination).isEqualTo(block.plain());
      assertThat(digest).isEqualTo(block.crc32c());
    }
  }
}

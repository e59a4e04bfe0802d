// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import static io.directio.codec.BlockEncoder.compress;
import static io.directio.codec.BlockEncoder.concat;
import static io.directio.codec.BlockEncoder.encrypt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.BlockDecompressException;
import io.directio.BlockException;
import io.directio.BlockValidationException;
import io.directio.Compression;
import io.directio.codec.BlockEncoder.Codec;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What compressed data can do wrong. */
class BlockDecompressionTest {

  private static final byte[] RAW_KEY = BlockEncoder.sample(99, 32);
  private static final FileKey KEY = FileKey.of(RAW_KEY);
  private static final BlockFormat SNAPPY = new BlockFormat(false, Compression.SNAPPY, false);
  private static final BlockFormat BOTH = new BlockFormat(true, Compression.SNAPPY, false);

  private final BlockDecoder decoder = new BlockDecoder();

  @AfterEach
  void close() {
    decoder.close();
  }

  // --- both shapes of an Azure object

  @Test
  void takesTheOtherShapeIfTheExpectedOneIsWellFormedAndHasAnotherLength() throws Exception {
    byte[] plain = new byte[1000];
    byte[] gzip = compress(Codec.GZIP, plain);
    int literal = 13 + gzip.length;
    byte[] prefix = new byte[16];
    prefix[0] = (byte) literal;
    prefix[1] = (byte) (60 << 2);
    prefix[2] = (byte) (literal - 1);
    byte[] ambiguous = concat(prefix, gzip);
    assertThat(decode(SNAPPY, ambiguous, literal))
        .isEqualTo(Arrays.copyOfRange(ambiguous, 3, ambiguous.length));
    assertThat(decode(SNAPPY, ambiguous, 1000)).isEqualTo(plain);
    assertThat(decode(BOTH, encrypt(RAW_KEY, ambiguous), 1000)).isEqualTo(plain);
  }

  // --- snappy

  @Test
  void refusesAChunkThatDeclaresMoreThanTheBlockHolds() {
    byte[] huge = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 0, 'x'};
    byte[] twoGiB = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08, 0, 'x'};
    byte[] oneMore = compress(Codec.SNAPPY_RAW, new byte[101]);
    for (byte[] chunk : new byte[][] {huge, twoGiB, oneMore}) {
      assertDecompressFails(chunk, "would become");
      assertDecompressFails(framed(chunk), "would become");
    }
  }

  @Test
  void refusesASecondChunkThatDeclaresMoreThanIsLeft() {
    byte[] half = compress(Codec.SNAPPY_RAW, new byte[51]);
    assertDecompressFails(framed(half, half), "51 bytes where 49 are left");
  }

  @Test
  void refusesALengthThatIsNoNumber() {
    byte[] endless = {-1, -1, -1, -1, -1, -1, -1, -1};
    byte[] cut = {-1, -1};
    assertDecompressFails(endless, "length");
    assertDecompressFails(cut, "length");
    assertDecompressFails(framed(endless), "length");
    assertDecompressFails(framed(cut), "length");
  }

  @Test
  void refusesNegativeOverlongAndEmptyChunks() {
    byte[] good = framed(compress(Codec.SNAPPY_RAW, new byte[100]));
    for (int length : new int[] {-1, Integer.MIN_VALUE, 0, good.length - 19, Integer.MAX_VALUE}) {
      byte[] bad = good.clone();
      java.nio.ByteBuffer.wrap(bad).putInt(16, length);
      assertDecompressFails(bad, Integer.toUnsignedString(length) + " bytes where");
    }
  }

  @Test
  void refusesAFramedStreamWhereverItIsCut() {
    byte[] whole =
        framed(
            compress(Codec.SNAPPY_RAW, BlockEncoder.sample(8, 60)),
            compress(Codec.SNAPPY_RAW, BlockEncoder.sample(9, 40)));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode(SNAPPY, cut, 100))
          .as("cut after %d bytes", length)
          .isInstanceOfAny(BlockDecompressException.class, BlockValidationException.class);
    }
  }

  @Test
  void refusesBytesAfterTheLastChunk() {
    byte[] whole = framed(compress(Codec.SNAPPY_RAW, new byte[100]));
    for (int extra : new int[] {1, 3, 4, 5, 16}) {
      assertDecompressFails(Arrays.copyOf(whole, whole.length + extra), "");
    }
    byte[] raw = compress(Codec.SNAPPY_RAW, new byte[100]);
    assertDecompressFails(Arrays.copyOf(raw, raw.length + 1), "damaged");
  }

  @Test
  void acceptsChunksThatHoldNothing() throws Exception {
    byte[] plain = BlockEncoder.sample(10, 100);
    byte[] nothing = {0};
    byte[] data = framed(nothing, compress(Codec.SNAPPY_RAW, plain), nothing);
    assertThat(decode(SNAPPY, data, 100)).isEqualTo(plain);
    assertDecompressFails(framed(new byte[] {0, 0}), "declares no bytes");
  }

  @Test
  void refusesACopyFromBeforeTheBlock() {
    byte[] copyFirst = {10, 0x01 | 2 << 2, 1};
    byte[] farCopy = {10, 0, 'x', 0x02 | 8 << 2, (byte) 0xFF, (byte) 0xFF};
    for (byte[] chunk : new byte[][] {copyFirst, farCopy}) {
      assertThatThrownBy(() -> decode(SNAPPY, chunk, 10))
          .isInstanceOf(BlockDecompressException.class)
          .hasMessageContaining("damaged");
    }
  }

  // --- gzip

  @Test
  void refusesABombWithoutRoomForIt() {
    byte[] bomb = compress(Codec.GZIP, new byte[16 << 20]);
    assertThat(bomb.length).isLessThan(20_000);
    assertDecompressFails(bomb, "longer than the block");
    assertDecompressFails(compress(Codec.SNAPPY_FRAMED, new byte[16 << 20]), "would become");
  }

  @Test
  void refusesGzipWithAnyByteChangedThatMatters() {
    byte[] whole = compress(Codec.GZIP, BlockEncoder.sample(11, 100));
    // Bytes 4 to 9 are a time, hints and the system.
    for (int at = 0; at < whole.length; at = at == 3 ? 10 : at + 1) {
      byte[] bad = whole.clone();
      bad[at] ^= (byte) 0x80;
      assertThatThrownBy(() -> decode(SNAPPY, bad, 100))
          .as("byte %d", at)
          .isInstanceOf(BlockDecompressException.class);
    }
  }

  @Test
  void refusesGzipWhereverItIsCutOrExtended() {
    byte[] whole =
        Golden.blocks().stream()
            .filter(block -> block.name().equals("gzip-every-header-field/plain"))
            .findFirst()
            .orElseThrow()
            .object();
    for (int length = 0; length < whole.length + 20; length++) {
      byte[] other = Arrays.copyOf(whole, length);
      if (length != whole.length) {
        assertThatThrownBy(() -> decode(SNAPPY, other, 470))
            .as("%d bytes of %d", length, whole.length)
            .isInstanceOf(BlockDecompressException.class);
      }
    }
  }

  @Test
  void refusesAWrongHeaderChecksum() {
    Golden.StoredBlock golden =
        Golden.blocks().stream()
            .filter(block -> block.name().equals("gzip-every-header-field/plain"))
            .findFirst()
            .orElseThrow();
    byte[] bad = golden.object().clone();
    bad[4] ^= 1;
    assertThatThrownBy(() -> decode(golden.format(), bad, golden.plain().length))
        .isInstanceOf(BlockDecompressException.class)
        .hasMessageContaining("header");
  }

  @Test
  void decompressesMembersUpToTheLastByte() throws Exception {
    byte[] plain = BlockEncoder.sample(12, 1000);
    byte[] members =
        concat(
            compress(Codec.GZIP, new byte[0]),
            compress(Codec.GZIP, Arrays.copyOf(plain, 1)),
            compress(Codec.GZIP, Arrays.copyOfRange(plain, 1, 999)),
            compress(Codec.GZIP, Arrays.copyOfRange(plain, 999, 1000)),
            compress(Codec.GZIP, new byte[0]));
    assertThat(decode(SNAPPY, members, 1000)).isEqualTo(plain);
    assertThatThrownBy(() -> decode(SNAPPY, members, 999))
        .isInstanceOf(BlockDecompressException.class);
    assertThatThrownBy(() -> decode(SNAPPY, members, 1001))
        .isInstanceOf(BlockValidationException.class);
  }

  private byte[] decode(BlockFormat format, byte[] object, int length) throws BlockException {
    return Decoding.decode(decoder, format, KEY, object, length);
  }

  /** Fails as a block of 100 bytes, whether it is encrypted or not. */
  private void assertDecompressFails(byte[] payload, String message) {
    assertThatThrownBy(() -> decode(SNAPPY, payload, 100))
        .isInstanceOf(BlockDecompressException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> decode(BOTH, encrypt(RAW_KEY, payload), 100))
        .isInstanceOf(BlockDecompressException.class)
        .hasMessageContaining(message);
  }

  private static byte[] framed(byte[]... chunks) {
    byte[] stream = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1};
    for (byte[] chunk : chunks) {
      byte[] length = java.nio.ByteBuffer.allocate(4).putInt(chunk.length).array();
      stream = concat(stream, length, chunk);
    }
    return stream;
  }
}

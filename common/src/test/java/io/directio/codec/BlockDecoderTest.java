// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import static io.directio.codec.BlockEncoder.compress;
import static io.directio.codec.BlockEncoder.concat;
import static io.directio.codec.BlockEncoder.encrypt;
import static io.directio.codec.BlockEncoder.encryptUnpadded;
import static io.directio.codec.BlockEncoder.withAzurePrefix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.BlockDecompressException;
import io.directio.BlockDecryptException;
import io.directio.BlockException;
import io.directio.BlockValidationException;
import io.directio.Compression;
import io.directio.codec.BlockEncoder.Codec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockDecoderTest {

  private static final byte[] RAW_KEY = BlockEncoder.sample(99, 32);
  private static final FileKey KEY = FileKey.of(RAW_KEY);
  private static final BlockFormat NATIVE = new BlockFormat(false, Compression.NONE, false);
  private static final BlockFormat ENCRYPTED = new BlockFormat(true, Compression.NONE, false);
  private static final BlockFormat SNAPPY = new BlockFormat(false, Compression.SNAPPY, false);
  private static final BlockFormat BOTH = new BlockFormat(true, Compression.SNAPPY, false);

  private final BlockDecoder decoder = new BlockDecoder();

  @AfterEach
  void close() {
    decoder.close();
  }

  // --- lengths

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 16_383, 16_384, 16_385, 32_768, 100_000, 1 << 20})
  void decodesBlocksOfAnyLengthAndFormat(int length) throws Exception {
    byte[] plain = BlockEncoder.sample(1, length);
    for (Codec codec : Codec.values()) {
      Compression compression = codec == Codec.NONE ? Compression.NONE : Compression.GZIP;
      byte[] payload = compress(codec, plain);
      BlockFormat clear = new BlockFormat(false, compression, false);
      BlockFormat secret = new BlockFormat(true, compression, false);
      BlockFormat azure = new BlockFormat(true, compression, true);
      byte[] encrypted = encrypt(RAW_KEY, payload);
      assertThat(decode(clear, payload, length)).isEqualTo(plain);
      assertThat(decode(secret, encrypted, length)).isEqualTo(plain);
      assertThat(decode(azure, withAzurePrefix(encrypted), length)).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void refusesABlockOfAnotherLength(Codec codec) {
    byte[] payload = compress(codec, BlockEncoder.sample(2, 1000));
    Compression compression = codec == Codec.NONE ? Compression.NONE : Compression.SNAPPY;
    for (boolean encrypted : new boolean[] {false, true}) {
      BlockFormat format = new BlockFormat(encrypted, compression, false);
      byte[] object = encrypted ? encrypt(RAW_KEY, payload) : payload;
      for (int length : new int[] {0, 1, 968, 985, 992, 999, 1001, 1008, 1016, 1024, 2000}) {
        assertThatThrownBy(() -> decode(format, object, length))
            .as("%s as a block of %d bytes", format, length)
            .isInstanceOf(BlockException.class)
            .isInstanceOfAny(BlockValidationException.class, BlockDecompressException.class);
      }
    }
  }

  /** 16 bytes too many are what Azure's prefix looks like; the length is all there is to go by. */
  @Test
  void takesSixteenBytesTooManyForAPrefixIfTheBlockIsEncryptedAndNotCompressed() throws Exception {
    byte[] plain = BlockEncoder.sample(2, 1000);
    assertThat(decode(ENCRYPTED, encrypt(RAW_KEY, plain), 984))
        .isEqualTo(Arrays.copyOfRange(plain, 16, 1000));
    assertThatThrownBy(() -> decode(NATIVE, plain, 984))
        .isInstanceOf(BlockValidationException.class);
  }

  @Test
  void namesTheBlockAndBothLengths() {
    assertThatThrownBy(() -> decode(NATIVE, new byte[999], 1000))
        .isInstanceOf(BlockValidationException.class)
        .hasMessage("Block 3 of file 7 (1000 bytes at offset 100): its object holds 999 bytes");
  }

  @Test
  void decodesAnEmptyBlock() throws Exception {
    assertThat(decode(NATIVE, new byte[0], 0)).isEmpty();
    assertThat(decode(ENCRYPTED, encrypt(RAW_KEY, new byte[0]), 0)).isEmpty();
  }

  // --- what is sniffed, and what is not

  @Test
  void neverSniffsUncompressedBlocks() throws Exception {
    for (Codec codec : Codec.values()) {
      byte[] plain = compress(codec, BlockEncoder.sample(3, 500));
      assertThat(decode(NATIVE, plain, plain.length)).isEqualTo(plain);
      assertThat(decode(ENCRYPTED, encrypt(RAW_KEY, plain), plain.length)).isEqualTo(plain);
    }
  }

  @Test
  void doesNotTakeAPlainBlockForARawSnappyChunk() {
    byte[] plain = BlockEncoder.sample(4, 500);
    assertThatThrownBy(() -> decode(SNAPPY, plain, 500))
        .isInstanceOf(BlockDecompressException.class);
  }

  // --- encryption

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 17, 18, 32, 34, 48, 50, 1000})
  void refusesAnObjectThatNoEncryptionGives(int length) {
    for (Compression compression : Compression.values()) {
      assertThatThrownBy(
              () -> decode(new BlockFormat(true, compression, true), new byte[length], 100))
          .isInstanceOf(BlockDecryptException.class)
          .hasMessageContaining(length + " bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "11", "80", "ff", "0302", "0103", "020304", "0010"})
  void refusesWrongPadding(String ending) {
    byte[] end = java.util.HexFormat.of().parseHex(ending);
    byte[] padded = new byte[64];
    System.arraycopy(end, 0, padded, 64 - end.length, end.length);
    byte[] object = encryptUnpadded(RAW_KEY, padded);
    for (int length = 48; length < 64; length++) {
      int blockLength = length;
      assertThatThrownBy(() -> decode(ENCRYPTED, object, blockLength))
          .isInstanceOf(BlockDecryptException.class)
          .hasMessageContaining("padding");
    }
    assertThatThrownBy(() -> decode(BOTH, object, 100))
        .isInstanceOf(BlockDecryptException.class)
        .hasMessageContaining("padding");
  }

  @Test
  void refusesPaddingThatContradictsTheLength() {
    byte[] object = encrypt(RAW_KEY, new byte[40]);
    assertThatThrownBy(() -> decode(ENCRYPTED, object, 39))
        .isInstanceOf(BlockValidationException.class)
        .hasMessageContaining("holds 40 bytes");
    assertThatThrownBy(() -> decode(ENCRYPTED, object, 41))
        .isInstanceOf(BlockValidationException.class)
        .hasMessageContaining("holds 40 bytes");
  }

  @Test
  void refusesTheKeyOfAnotherFile() {
    FileKey other = FileKey.of(BlockEncoder.sample(5, 32));
    byte[] plain = BlockEncoder.sample(6, 4096);
    for (Codec codec : new Codec[] {Codec.NONE, Codec.GZIP, Codec.SNAPPY_FRAMED}) {
      BlockFormat format = codec == Codec.NONE ? ENCRYPTED : BOTH;
      byte[] object = encrypt(RAW_KEY, compress(codec, plain));
      assertThatThrownBy(() -> Decoding.decode(decoder, format, other, object, 4096))
          .isInstanceOf(BlockDecryptException.class)
          .hasMessageContaining("another key");
    }
  }

  /** Nothing in the format can show it: this pins what the documentation warns of. */
  @Test
  void passesOnAFlippedBitInTheMiddleOfAnEncryptedUncompressedBlock() throws Exception {
    byte[] plain = BlockEncoder.sample(7, 4096);
    byte[] object = encrypt(RAW_KEY, plain);
    object[17 + 1600] ^= 4;
    byte[] decoded = decode(ENCRYPTED, object, 4096);
    assertThat(decoded[1616]).isEqualTo((byte) (plain[1616] ^ 4));
    assertThat(Arrays.mismatch(decoded, plain)).isBetween(1600, 1615);
    assertThat(Arrays.copyOfRange(decoded, 1617, 4096))
        .isEqualTo(Arrays.copyOfRange(plain, 1617, 4096));
  }

  @Test
  void demandsAKeyThatIsStillThere() {
    byte[] object = encrypt(RAW_KEY, new byte[10]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Decoding.decode(decoder, ENCRYPTED, null, object, 10));
    FileKey destroyed = FileKey.of(RAW_KEY);
    destroyed.destroy();
    assertThatIllegalStateException()
        .isThrownBy(() -> Decoding.decode(decoder, ENCRYPTED, destroyed, object, 10));
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

  // --- use

  @Test
  void isAsGoodAsNewAfterAnError() throws Exception {
    byte[] plain = BlockEncoder.sample(13, 5000);
    for (Codec codec : Codec.values()) {
      BlockFormat format = codec == Codec.NONE ? ENCRYPTED : BOTH;
      byte[] payload = compress(codec, plain);
      byte[] bad = payload.clone();
      new Random(1).nextBytes(bad);
      assertThatThrownBy(() -> decode(format, Arrays.copyOf(encrypt(RAW_KEY, bad), 4000), 5000))
          .isInstanceOf(BlockException.class);
      assertThatThrownBy(() -> decode(format, encrypt(RAW_KEY, bad), 4000))
          .isInstanceOf(BlockException.class);
      assertThat(decode(format, encrypt(RAW_KEY, payload), 5000)).isEqualTo(plain);
    }
  }

  @Test
  void readsNoMoreOfTheArrayThanTheObject() {
    byte[] object = compress(Codec.GZIP, BlockEncoder.sample(14, 500));
    byte[] cut = object.clone();
    assertThatThrownBy(
            () ->
                decoder.decode(
                    Decoding.split(500), SNAPPY, null, cut, cut.length - 1, new byte[500]))
        .isInstanceOf(BlockDecompressException.class);
  }

  @Test
  void refusesArraysThatCannotBeRight() {
    byte[] ten = new byte[10];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.decode(Decoding.split(10), NATIVE, null, ten, 11, new byte[10]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.decode(Decoding.split(10), NATIVE, null, ten, -1, new byte[10]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.decode(Decoding.split(10), NATIVE, null, ten, 10, new byte[9]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.decode(Decoding.split(10), NATIVE, null, ten, 10, ten));
  }

  @Test
  void knowsTheLargestObjectThatCanBeABlock() {
    assertThat(BlockDecoder.maxObjectLength(NATIVE, 1000)).isEqualTo(1000);
    assertThat(BlockDecoder.maxObjectLength(ENCRYPTED, 1000)).isEqualTo(1 + 16 + 1008 + 16);
    assertThat(BlockDecoder.maxObjectLength(ENCRYPTED, 1008)).isEqualTo(1 + 16 + 1024 + 16);
    assertThat(BlockDecoder.maxObjectLength(BOTH, Integer.MAX_VALUE))
        .isEqualTo(Integer.MAX_VALUE - 8);
    for (int length : new int[] {1, 1000, 1 << 20}) {
      byte[] noise = new byte[length];
      new Random(1).nextBytes(noise);
      for (Codec codec : Codec.values()) {
        byte[] object = withAzurePrefix(encrypt(RAW_KEY, compress(codec, noise)));
        assertThat(object.length)
            .isLessThanOrEqualTo(
                BlockDecoder.maxObjectLength(codec == Codec.NONE ? ENCRYPTED : BOTH, length));
      }
    }
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

// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import static io.directio.codec.BlockEncoder.compress;
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
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.BlockDecompressException;
import io.directio.BlockDecryptException;
import io.directio.BlockException;
import io.directio.BlockValidationException;
import io.directio.Compression;
import io.directio.codec.BlockEncoder.Codec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the object: the block, or one of three exceptions; never anything else. */
class BlockDecoderPropertiesTest {

  private static final byte[] RAW_KEY = Golden.KEY;
  private static final FileKey KEY = FileKey.of(RAW_KEY);
  private static final List<Golden.StoredBlock> SEEDS = seeds();

  private final BlockDecoder decoder = new BlockDecoder();

  /** One change of an object; positions are parts of its length. */
  private record Mutation(Kind kind, double from, double to, long noise) {

    private enum Kind {
      FLIP_BIT,
      SET_BYTES,
      CUT_END,
      CUT_START,
      CUT_MIDDLE,
      EXTEND,
      INSERT,
      REPEAT,
      SPLICE
    }

    byte[] apply(byte[] object) {
      int n = object.length;
      int start = (int) (Math.min(from, to) * n);
      int end = (int) (Math.max(from, to) * n);
      Random random = new Random(noise);
      byte[] junk = new byte[1 + random.nextInt(40)];
      random.nextBytes(junk);
      byte[] head = Arrays.copyOf(object, start);
      byte[] middle = Arrays.copyOfRange(object, start, end);
      byte[] tail = Arrays.copyOfRange(object, end, n);
      return switch (kind) {
        case FLIP_BIT -> {
          byte[] flipped = object.clone();
          if (start < n) {
            flipped[start] ^= (byte) (1 << random.nextInt(8));
          }
          yield flipped;
        }
        case SET_BYTES -> {
          random.nextBytes(middle);
          yield BlockEncoder.concat(head, middle, tail);
        }
        case CUT_END -> head;
        case CUT_START -> tail;
        case CUT_MIDDLE -> BlockEncoder.concat(head, tail);
        case EXTEND -> BlockEncoder.concat(object, junk);
        case INSERT -> BlockEncoder.concat(head, junk, middle, tail);
        case REPEAT -> BlockEncoder.concat(head, middle, middle, tail);
        case SPLICE -> {
          byte[] other = SEEDS.get(random.nextInt(SEEDS.size())).object();
          yield BlockEncoder.concat(
              head, Arrays.copyOfRange(other, other.length / 2, other.length));
        }
      };
    }
  }

  @Property(tries = 1000)
  void decodesWhatWasEncoded(
      @ForAll Codec codec,
      @ForAll boolean encrypted,
      @ForAll boolean prefixed,
      @ForAll boolean hint,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 70_000) int length)
      throws Exception {
    byte[] plain = BlockEncoder.sample(seed, length);
    Compression compression = codec == Codec.NONE ? Compression.NONE : Compression.SNAPPY;
    byte[] object = BlockEncoder.compress(codec, plain);
    if (encrypted) {
      object = BlockEncoder.encrypt(RAW_KEY, object);
    }
    if (prefixed && (encrypted || codec != Codec.NONE)) {
      object = BlockEncoder.withAzurePrefix(object);
    }
    BlockFormat format = new BlockFormat(encrypted, compression, hint);
    assertThat(Decoding.decode(decoder, format, KEY, object, length)).isEqualTo(plain);
    assertThat(object.length).isLessThanOrEqualTo(BlockDecoder.maxObjectLength(format, length));
  }

  @Property(tries = 40_000)
  void survivesEveryMutation(
      @ForAll("seeds") Golden.StoredBlock seed,
      @ForAll @Size(min = 1, max = 3) List<@From("mutations") Mutation> mutations) {
    byte[] object = seed.object();
    for (Mutation mutation : mutations) {
      object = mutation.apply(object);
    }
    Optional<byte[]> decoded = decodeOrTypedError(seed.format(), object, seed.plain().length);
    if (isGzip(seed) && mutations.stream().noneMatch(m -> m.kind() == Mutation.Kind.SPLICE)) {
      // The only format with a checksum: what comes through is what was written.
      assertThat(decoded.orElse(seed.plain())).isEqualTo(seed.plain());
    }
  }

  /** Mutates what is inside the encryption, where only decompression can notice. */
  @Property(tries = 20_000)
  void survivesEveryMutationOfAPayload(
      @ForAll("seeds") Golden.StoredBlock seed, @ForAll("mutations") Mutation mutation) {
    if (seed.format().encrypted() || seed.format().compression() == Compression.NONE) {
      return;
    }
    byte[] payload = mutation.apply(seed.object());
    Optional<byte[]> clear = decodeOrTypedError(seed.format(), payload, seed.plain().length);
    Optional<byte[]> encrypted =
        decodeOrTypedError(
            new BlockFormat(true, seed.format().compression(), false),
            BlockEncoder.encrypt(RAW_KEY, payload),
            seed.plain().length);
    assertThat(encrypted.isPresent()).isEqualTo(clear.isPresent());
    if (clear.isPresent()) {
      assertThat(encrypted.get()).isEqualTo(clear.get());
    }
  }

  /** Real chunks of many kilobytes, where native code takes its fast paths. */
  @Property(tries = 1500)
  void survivesMutationsOfLargeBlocks(
      @ForAll Codec codec,
      @ForAll boolean encrypted,
      @ForAll @IntRange(min = 0, max = 20) int content,
      @ForAll("mutations") Mutation mutation) {
    byte[] plain = BlockEncoder.sample(content, 100_000);
    byte[] object = mutation.apply(BlockEncoder.compress(codec, plain));
    Compression compression = codec == Codec.NONE ? Compression.NONE : Compression.SNAPPY;
    if (encrypted) {
      object = BlockEncoder.encrypt(RAW_KEY, object);
    }
    decodeOrTypedError(new BlockFormat(encrypted, compression, false), object, plain.length);
  }

  @Property(tries = 10_000)
  void survivesNoise(
      @ForAll @Size(max = 300) byte[] object,
      @ForAll boolean encrypted,
      @ForAll Compression compression,
      @ForAll boolean hint,
      @ForAll("magics") byte[] magic,
      @ForAll @IntRange(min = 0, max = 400) int length) {
    decodeOrTypedError(
        new BlockFormat(encrypted, compression, hint), BlockEncoder.concat(magic, object), length);
  }

  @Property(tries = 5_000)
  void decodesUnencryptedUncompressedBlocksIfAndOnlyIfTheLengthIsRight(
      @ForAll @Size(max = 64) byte[] object, @ForAll @IntRange(min = 0, max = 64) int length) {
    Optional<byte[]> decoded =
        decodeOrTypedError(new BlockFormat(false, Compression.NONE, true), object, length);
    assertThat(decoded.isPresent()).isEqualTo(object.length == length);
    decoded.ifPresent(bytes -> assertThat(bytes).isEqualTo(object));
  }

  private Optional<byte[]> decodeOrTypedError(BlockFormat format, byte[] object, int length) {
    try {
      return Optional.of(Decoding.decode(decoder, format, KEY, object, length));
    } catch (BlockException e) {
      assertThat(e)
          .isInstanceOfAny(
              BlockDecryptException.class,
              BlockDecompressException.class,
              BlockValidationException.class)
          .hasMessageStartingWith("Block 3 of file 7 (" + length + " bytes at offset 100): ");
      return Optional.empty();
    }
  }

  private static boolean isGzip(Golden.StoredBlock seed) {
    return seed.name().startsWith("gzip") && !seed.format().encrypted();
  }

  private static List<Golden.StoredBlock> seeds() {
    Stream<Golden.StoredBlock> encoded =
        Stream.of(Codec.values())
            .map(
                codec -> {
                  byte[] plain = BlockEncoder.sample(codec.ordinal(), 777);
                  return new Golden.StoredBlock(
                      codec + "/encrypted",
                      new BlockFormat(
                          true, codec == Codec.NONE ? Compression.NONE : Compression.SNAPPY, false),
                      0,
                      plain,
                      BlockEncoder.encrypt(RAW_KEY, BlockEncoder.compress(codec, plain)));
                });
    return Stream.concat(Golden.blocks().stream(), encoded).toList();
  }

  @Provide("seeds")
  Arbitrary<Golden.StoredBlock> anySeed() {
    return Arbitraries.of(SEEDS);
  }

  @Provide
  Arbitrary<Mutation> mutations() {
    Arbitrary<Double> position = Arbitraries.doubles().between(0, 1);
    return Combinators.combine(
            Arbitraries.of(Mutation.Kind.values()), position, position, Arbitraries.longs())
        .as(Mutation::new);
  }

  @Provide
  Arbitrary<byte[]> magics() {
    return Arbitraries.of(
        new byte[0],
        new byte[] {0x1F, (byte) 0x8B, 8, 0},
        new byte[] {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0});
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.directio.BlockException;
import io.directio.BlockSplit;
import io.directio.Compression;
import io.directio.codec.BlockEncoder.Codec;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decoding allocates a few objects a block, and nothing that grows with the block. */
class BlockDecoderMemoryTest {

  private static final int LENGTH = 4 << 20;
  private static final int BLOCKS = 20;
  private static final byte[] RAW_KEY = BlockEncoder.sample(1, 32);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource(Codec.class)
  void allocatesNothingPerByte(Codec codec) throws Exception {
    byte[] object =
        BlockEncoder.encrypt(RAW_KEY, BlockEncoder.compress(codec, BlockEncoder.sample(2, LENGTH)));
    Compression compression = codec == Codec.NONE ? Compression.NONE : Compression.SNAPPY;
    assertThat(allocatedPerBlock(new BlockFormat(true, compression, false), object))
        .isLessThan(8 * 1024);
  }

  /** A bomb is refused when it has filled the block, before anything is allocated for it. */
  @ParameterizedTest
  @EnumSource(Codec.class)
  void allocatesNothingForABomb(Codec codec) throws Exception {
    byte[] bomb = BlockEncoder.compress(codec, new byte[LENGTH]);
    BlockSplit split = Decoding.split(1000);
    BlockFormat format = new BlockFormat(false, Compression.SNAPPY, false);
    byte[] destination = new byte[1000];
    try (BlockDecoder decoder = new BlockDecoder()) {
      long before = 0;
      for (int i = 0; i < 2; i++) {
        before = allocated();
        try {
          decoder.decode(split, format, null, bomb, bomb.length, destination);
          throw new AssertionError("The bomb was taken for a block");
        } catch (BlockException expected) {
          assertThat(expected).hasMessageContaining("1000 bytes");
        }
      }
      assertThat(allocated() - before).isLessThan(256 * 1024);
    }
  }

  private static long allocatedPerBlock(BlockFormat format, byte[] object) throws Exception {
    FileKey key = FileKey.of(RAW_KEY);
    BlockSplit split = Decoding.split(LENGTH);
    byte[] work = new byte[object.length];
    byte[] destination = new byte[LENGTH];
    try (BlockDecoder decoder = new BlockDecoder()) {
      long before = 0;
      for (int i = 0; i <= BLOCKS; i++) {
        if (i == 1) {
          before = allocated();
        }
        System.arraycopy(object, 0, work, 0, object.length);
        decoder.decode(split, format, key, work, object.length, destination);
      }
      return (allocated() - before) / BLOCKS;
    }
  }

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}

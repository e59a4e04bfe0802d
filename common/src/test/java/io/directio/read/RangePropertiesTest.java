// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static io.directio.read.Emulation.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.ByteRange;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Emulator;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any range over any layout of blocks is the slice of the file. */
class RangePropertiesTest {

  private static final int SIZE = 40_000;
  private static final byte[] CONTENT = text(SIZE, 11);
  private static final Map<Integer, Emulator> EMULATORS = new TreeMap<>();
  private static final Map<Integer, DirectIOClient> CLIENTS = new TreeMap<>();

  @BeforeContainer
  static void start() throws Exception {
    start(0, Emulator.builder().blockSize(BlockSize.fixed(1)).file("f", text(300, 11)).start());
    start(1, Emulator.builder().blockSize(BlockSize.fixed(997)).file("f", CONTENT).start());
    start(2, Emulator.builder().blockSize(BlockSize.variable(3000)).file("f", CONTENT).start());
    start(
        3,
        Emulator.builder()
            .blockSize(BlockSize.wholeObjects())
            .codec(Codec.NONE)
            .unencrypted()
            .file("f", CONTENT)
            .start());
  }

  private static void start(int layout, Emulator emulator) throws Exception {
    EMULATORS.put(layout, emulator);
    CLIENTS.put(
        layout, DirectIOClient.open(Emulation.options(emulator).nativeBlockSize(1500).build()));
  }

  @AfterContainer
  static void stop() {
    CLIENTS.values().forEach(DirectIOClient::close);
    EMULATORS.values().forEach(Emulator::close);
  }

  private static long id(int layout) {
    return EMULATORS.get(layout).file("f").id();
  }

  @Property(tries = 120, shrinking = ShrinkingMode.BOUNDED)
  void streamsEqualTheSlice(
      @ForAll @IntRange(min = 0, max = 3) int layout,
      @ForAll @IntRange(min = 0, max = SIZE - 1) int from,
      @ForAll @IntRange(min = 1, max = SIZE + 10) int length,
      @ForAll @IntRange(min = 1, max = 8) int workers)
      throws Exception {
    byte[] whole = layout == 0 ? text(300, 11) : CONTENT;
    int first = from % whole.length;
    byte[] expected = Arrays.copyOfRange(whole, first, Math.min(whole.length, first + length));
    ByteRange range = ByteRange.of(first, first + length - 1L);

    try (InputStream in =
        CLIENTS.get(layout).stream(id(layout))
            .range(range)
            .workers(workers)
            .open()
            .asInputStream()) {
      assertThat(in.readAllBytes()).isEqualTo(expected);
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
  void blocksCoverTheRangeAndNoBlockIsTooMany(
      @ForAll @IntRange(min = 0, max = 3) int layout,
      @ForAll @IntRange(min = 0, max = SIZE - 1) int from,
      @ForAll @IntRange(min = 1, max = SIZE + 10) int length)
      throws Exception {
    byte[] whole = layout == 0 ? text(300, 11) : CONTENT;
    int first = from % whole.length;
    int last = Math.min(whole.length, first + length) - 1;
    TreeMap<Long, Block> blocks = new TreeMap<>();
    try (BlockIterator iterator =
        CLIENTS
            .get(layout)
            .blocks(id(layout))
            .range(ByteRange.of(first, first + length - 1L))
            .open()) {
      while (iterator.hasNext()) {
        Block block = iterator.next();
        assertThat(blocks.put(block.offset(), block)).isNull();
      }
    }
    assertThat(blocks.firstEntry().getValue().info().end()).isGreaterThan(first);
    assertThat(blocks.firstKey()).isLessThanOrEqualTo(first);
    assertThat(blocks.lastKey()).isLessThanOrEqualTo(last);
    long next = blocks.firstKey();
    for (Block block : blocks.values()) {
      assertThat(block.offset()).isEqualTo(next);
      assertThat(block.toByteArray())
          .isEqualTo(Arrays.copyOfRange(whole, (int) block.offset(), (int) block.info().end()));
      next = block.info().end();
    }
    assertThat(next).isGreaterThan(last);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
  void channelsEqualTheSliceWhereverTheyArePositioned(
      @ForAll @IntRange(min = 0, max = 3) int layout,
      @ForAll @Size(min = 1, max = 6) java.util.List<@IntRange(min = 0, max = SIZE) Integer> seeks,
      @ForAll @IntRange(min = 1, max = 5000) int length)
      throws Exception {
    byte[] whole = layout == 0 ? text(300, 11) : CONTENT;
    try (SeekableByteChannel channel = CLIENTS.get(layout).stream(id(layout)).openChannel()) {
      for (int seek : seeks) {
        int position = seek % (whole.length + 1);
        channel.position(position);
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining() && channel.read(target) >= 0) {
          assertThat(channel.position()).isEqualTo(position + target.position());
        }
        assertThat(Arrays.copyOf(target.array(), target.position()))
            .isEqualTo(
                Arrays.copyOfRange(whole, position, Math.min(whole.length, position + length)));
      }
    }
  }
}

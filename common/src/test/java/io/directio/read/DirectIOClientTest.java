// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static io.directio.read.Emulation.client;
import static io.directio.read.Emulation.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.ByteRange;
import io.directio.Compression;
import io.directio.FileChangedException;
import io.directio.FileMetadata;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.NoSuchBlockException;
import io.directio.NotFoundException;
import io.directio.RangeNotSatisfiableException;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DirectIOClientTest {

  private static final byte[] CONTENT = text(1_000_000, 1);

  private Emulator emulator;
  private DirectIOClient client;
  private long id;

  @BeforeEach
  void start() throws Exception {
    emulator =
        Emulator.builder()
            .file("a.txt", CONTENT)
            .file("empty", new byte[0])
            .blockSize(BlockSize.fixed(100_000))
            .start();
    client = client(emulator);
    id = emulator.file("a.txt").id();
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void tellsWhatAFileIs() throws Exception {
    FileMetadata file = client.metadata(id);

    assertThat(file.size()).isEqualTo(CONTENT.length);
    assertThat(file.blocks()).isEqualTo(10);
    assertThat(file.compression()).isEqualTo(Compression.SNAPPY);
    assertThat(file.encrypted()).isTrue();
    assertThat(emulator.requests().portalCalls()).isEqualTo(1);
    assertThat(emulator.requests().gets()).isZero();
  }

  @Test
  void remembersThePlanOfAFileForOnePortalCall() throws Exception {
    FileRef file = FileRef.ofId(id);
    FilePlan plan = client.rememberedPlan(file);
    assertThat(client.rememberedPlan(file).fingerprint()).isEqualTo(plan.fingerprint());
    assertThat(emulator.requests().portalCalls()).isEqualTo(1);

    client.plan(file);
    assertThat(emulator.requests().portalCalls()).as("a fresh plan").isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryCodecEncryptedOrNot(Codec codec) throws Exception {
    for (boolean encrypted : new boolean[] {true, false}) {
      var builder =
          Emulator.builder().file("f", CONTENT).blockSize(BlockSize.variable(50_000)).codec(codec);
      try (Emulator other = (encrypted ? builder : builder.unencrypted()).start();
          DirectIOClient reader = client(other)) {
        assertThat(readAll(reader.blocks(other.file("f").id()))).isEqualTo(CONTENT);
      }
    }
  }

  @Test
  void givesEveryBlockOnceWithItsDigest() throws Exception {
    byte[] assembled = new byte[CONTENT.length];
    int blocks = 0;
    try (BlockIterator iterator = client.blocks(id).workers(4).open()) {
      while (iterator.hasNext()) {
        Block block = iterator.next();
        CRC32C digest = new CRC32C();
        digest.update(block.data());
        assertThat(block.crc32c()).isEqualTo((int) digest.getValue());
        block.data().get(assembled, (int) block.offset(), block.length());
        blocks++;
      }
      assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(blocks).isEqualTo(10);
    assertThat(assembled).isEqualTo(CONTENT);
    assertThat(emulator.requests().gets()).isEqualTo(10);
    assertThat(emulator.requests().portalCalls()).isEqualTo(1);
  }

  @Test
  void selectsBlocksByRangeNumberOrInfo() throws Exception {
    assertThat(numbers(client.blocks(id).range(ByteRange.of(150_000, 300_000))))
        .containsExactlyInAnyOrder(2, 3, 4);
    assertThat(numbers(client.blocks(id).range(ByteRange.from(950_000)))).containsExactly(10);
    assertThat(numbers(client.blocks(id).numbers(7, 3, 7))).containsExactlyInAnyOrder(3, 7);
    List<BlockInfo> infos = client.plan(FileRef.ofId(id)).blocks().subList(4, 6);
    assertThat(numbers(client.blocks(id).blocks(infos))).containsExactlyInAnyOrder(5, 6);
  }

  @Test
  void refusesWhatTheFileDoesNotHave() {
    assertThatThrownBy(() -> client.blocks(id).range(ByteRange.from(1_000_000)).open())
        .isInstanceOf(RangeNotSatisfiableException.class)
        .hasMessageContaining("1000000-");
    assertThatThrownBy(() -> client.stream(id).range(ByteRange.from(1_000_000)).open())
        .isInstanceOf(RangeNotSatisfiableException.class);
    assertThatThrownBy(() -> client.blocks(id).numbers(11).open())
        .isInstanceOf(NoSuchBlockException.class)
        .hasMessageContaining("no block 11");
    assertThatThrownBy(() -> client.blocks(id).numbers(0).open())
        .isInstanceOf(NoSuchBlockException.class);
    assertThatThrownBy(() -> client.blocks(id).blocks(List.of(new BlockInfo(1, 0, 99_999))).open())
        .isInstanceOf(FileChangedException.class);
    assertThatThrownBy(() -> client.metadata(77)).isInstanceOf(NotFoundException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> ByteRange.of(5, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> client.blocks(id).workers(0));
  }

  @Test
  void streamsInOrderTrimmedToTheRange() throws Exception {
    try (BlockStream stream = client.stream(id).range(ByteRange.of(123_456, 345_678)).open()) {
      long position = 123_456;
      while (stream.hasNext()) {
        Block block = stream.next();
        assertThat(block.offset()).isEqualTo(position);
        assertThat(block.toByteArray())
            .isEqualTo(
                Arrays.copyOfRange(CONTENT, (int) position, (int) position + block.length()));
        CRC32C digest = new CRC32C();
        digest.update(block.data());
        assertThat(block.crc32c()).isEqualTo((int) digest.getValue());
        position += block.length();
        assertThat(stream.position()).isEqualTo(position);
      }
      assertThat(position).isEqualTo(345_679);
    }
  }

  @Test
  void streamsAsAnInputStream() throws Exception {
    try (InputStream in = client.stream(id).open().asInputStream()) {
      assertThat(in.read()).isEqualTo(CONTENT[0]);
      assertThat(in.readNBytes(99_999)).isEqualTo(Arrays.copyOfRange(CONTENT, 1, 100_000));
      assertThat(in.skip(50_000)).isEqualTo(50_000);
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(CONTENT, 150_000, CONTENT.length));
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void readsFromAChannelAtAnyPosition() throws Exception {
    try (SeekableByteChannel channel = client.stream(id).openChannel()) {
      assertThat(channel.size()).isEqualTo(CONTENT.length);
      for (int position : new int[] {0, 950_000, 5, 99_999, 100_000, 500_000, 499_000}) {
        channel.position(position);
        ByteBuffer target = ByteBuffer.allocate(20_000);
        while (target.hasRemaining() && channel.read(target) > 0) {
          assertThat(channel.position()).isEqualTo(position + target.position());
        }
        assertThat(target.array())
            .isEqualTo(Arrays.copyOfRange(CONTENT, position, position + 20_000));
      }
      channel.position(2_000_000);
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
          .isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> channel.truncate(1)).isInstanceOf(NonWritableChannelException.class);
    }
  }

  @Test
  void refusesToReadFromAClosedChannel() throws Exception {
    SeekableByteChannel channel = client.stream(id).openChannel();
    channel.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void fetchesLittleAheadAfterAChannelWasPositioned() throws Exception {
    try (SeekableByteChannel channel = client.stream(id).openChannel()) {
      channel.position(300_000);
      channel.read(ByteBuffer.allocate(10));
      channel.position(305_000);
      channel.read(ByteBuffer.allocate(10));
    }
    assertThat(emulator.requests().gets()).isBetween(1L, 5L);
  }

  @Test
  void givesNothingForAnEmptyFile() throws Exception {
    long empty = emulator.file("empty").id();
    assertThat(client.metadata(empty).size()).isZero();
    assertThat(readAll(client.blocks(empty))).isEmpty();
    try (InputStream in = client.stream(empty).open().asInputStream()) {
      assertThat(in.read()).isEqualTo(-1);
    }
    try (SeekableByteChannel channel = client.stream(empty).openChannel()) {
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    assertThatThrownBy(() -> client.stream(empty).range(ByteRange.from(1)).open())
        .isInstanceOf(RangeNotSatisfiableException.class);
  }

  @Test
  void readsAPlannedFileWithoutAskingThePortalAgain() throws Exception {
    FilePlan plan = client.plan(FileRef.ofId(id));
    assertThat(readAll(client.blocks(plan))).isEqualTo(CONTENT);
    try (InputStream in = client.stream(plan).open().asInputStream()) {
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
    }
    assertThat(emulator.requests().portalCalls()).isEqualTo(1);
  }

  @Test
  void readsAFileAsItIsNow() throws Exception {
    assertThat(readAll(client.blocks(id))).isEqualTo(CONTENT);
    emulator.replace("a.txt", Content.of(text(500_000, 2)));
    assertThat(readAll(client.blocks(id))).isEqualTo(text(500_000, 2));
  }

  @Test
  void endsAStreamThatIsStopped() throws Exception {
    BlockStream stream = client.stream(id).open();
    stream.next();
    stream.stop();
    assertThat(stream.hasNext()).isFalse();
    assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    assertThat(stream.position()).isEqualTo(100_000);
  }

  @Test
  void closesWhatItOpened() throws Exception {
    BlockIterator iterator = client.blocks(id).open();
    client.close();
    client.close();
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(() -> client.metadata(id)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.reader(ReaderOptions.DEFAULT))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sharesOneClientForEqualOptions() throws Exception {
    ClientOptions options = Emulation.options(emulator).build();
    DirectIOClient first = DirectIOClient.shared(options);
    DirectIOClient second = DirectIOClient.shared(options.toBuilder().build());
    FilePlan plan = first.plan(FileRef.ofId(id));
    first.close();
    assertThat(readAll(second.blocks(plan))).isEqualTo(CONTENT);
    assertThat(second.statistics().listings()).isEqualTo(1);
    second.close();
    assertThatThrownBy(() -> second.metadata(id)).isInstanceOf(IllegalStateException.class);
    try (DirectIOClient third = DirectIOClient.shared(options)) {
      assertThat(third.statistics().listings()).isZero();
    }
  }

  static byte[] readAll(BlocksRequest request) throws Exception {
    try (BlockIterator blocks = request.open()) {
      byte[] bytes = new byte[(int) blocks.file().size()];
      while (blocks.hasNext()) {
        Block block = blocks.next();
        block.data().get(bytes, (int) block.offset(), block.length());
      }
      return bytes;
    }
  }

  private static List<Integer> numbers(BlocksRequest request) throws Exception {
    try (BlockIterator blocks = request.open()) {
      java.util.ArrayList<Integer> numbers = new java.util.ArrayList<>();
      while (blocks.hasNext()) {
        numbers.add(blocks.next().number());
      }
      return numbers;
    }
  }
}

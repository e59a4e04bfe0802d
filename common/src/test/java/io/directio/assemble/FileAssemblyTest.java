// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Compression;
import io.directio.FileChangedException;
import io.directio.FileMetadata;
import io.directio.FilePlan;
import io.directio.FileRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FileAssemblyTest {

  private static final FileRef REF = new FileRef(7, "a/b.txt", FileRef.UNKNOWN, FileRef.UNKNOWN);

  @Property(tries = 300)
  void completesInAnyOrderAndWithReplays(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 300) Integer> lengths,
      @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    FileMetadata file = file(lengths.stream().mapToLong(l -> l).toArray());
    byte[] content = content(file, random);
    List<Receipt> receipts = receipts(file, content, lengths);
    List<Receipt> withReplays = new ArrayList<>(receipts);
    withReplays.addAll(receipts.subList(0, random.nextInt(receipts.size())));
    Collections.shuffle(withReplays, random);

    FileAssembly assembly = new FileAssembly(file);
    Set<Receipt> seen = new HashSet<>();
    for (Receipt receipt : withReplays) {
      assembly.add(receipt);
      seen.add(receipt);
      assertThat(assembly.complete()).isEqualTo(seen.size() == receipts.size());
    }

    assertThat(assembly.ranges()).hasSize(1);
    assertThat(assembly.completed().crc32c()).isEqualTo(digest(content, 0, content.length));
    assertThat(assembly.completed().file()).isEqualTo(file);
  }

  @Property(tries = 300)
  void goesOnFromItsRanges(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 300) Integer> lengths,
      @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    FileMetadata file = file(lengths.stream().mapToLong(l -> l).toArray());
    byte[] content = content(file, random);
    List<Receipt> receipts = receipts(file, content, lengths);
    Collections.shuffle(receipts, random);

    FileAssembly assembly = new FileAssembly(file);
    for (Receipt receipt : receipts) {
      assembly = FileAssembly.restore(file, assembly.ranges());
      assembly.add(receipt);
    }

    assertThat(assembly.completed().crc32c()).isEqualTo(digest(content, 0, content.length));
  }

  @Example
  void staysSmallWhenBlocksComeInOrder() throws Exception {
    long[] lengths = new long[100_000];
    Arrays.fill(lengths, 4096);
    FileMetadata file = file(lengths);
    FileAssembly assembly = new FileAssembly(file);
    for (int i = 0; i < lengths.length - 1; i++) {
      assembly.add(new Receipt(file, i * 4096L, 4096, i, false));
    }
    assertThat(assembly.ranges()).hasSize(1);
    assertThat(assembly.complete()).isFalse();
    assertThat(assembly.received()).isEqualTo(file.size() - 4096);
  }

  @Example
  void anEmptyFileIsCompleteOnceItsReceiptIsThere() throws Exception {
    FileMetadata file = file();
    FileAssembly assembly = new FileAssembly(file);
    assertThat(assembly.complete()).isFalse();

    assembly.add(new Receipt(file, 0, 0, 0, false));
    assembly.add(new Receipt(file, 0, 0, 0, false));

    assertThat(assembly.completed()).isEqualTo(new CompletedFile(file, 0, false));
    assertThat(FileAssembly.restore(file, assembly.ranges()).complete()).isTrue();
  }

  @Example
  void aBlockThatComesAgainDifferentIsAnError() throws Exception {
    FileMetadata file = file(10, 10, 10);
    FileAssembly assembly = new FileAssembly(file);
    assembly.add(new Receipt(file, 10, 10, 1, false));

    assertThatThrownBy(() -> assembly.add(new Receipt(file, 10, 10, 2, false)))
        .isInstanceOf(FileChangedException.class)
        .hasMessageContaining("File 7")
        .hasMessageContaining("10 to 19");
  }

  @Example
  void rangesThatOverlapAreAnError() throws Exception {
    FileMetadata file = file(10, 10, 10);
    long[][] wrong = {{5, 10}, {15, 10}, {5, 25}, {0, 11}, {10, 15}};
    for (long[] range : wrong) {
      FileAssembly assembly = new FileAssembly(file);
      assembly.add(new Receipt(file, 10, 10, 1, false));

      assertThatThrownBy(() -> assembly.add(new Receipt(file, range[0], range[1], 2, false)))
          .as("%d+%d", range[0], range[1])
          .isInstanceOf(FileChangedException.class)
          .hasMessageContaining("overlap");
      assertThat(assembly.received()).isEqualTo(10);
    }
  }

  @Example
  void aReplayThatCanNoLongerBeComparedIsReadBack() throws Exception {
    FileMetadata file = file(10, 10);
    FileAssembly assembly = new FileAssembly(file);
    assembly.add(new Receipt(file, 0, 10, 1, false));
    assembly.add(new Receipt(file, 0, 10, 1, false));
    assembly.add(new Receipt(file, 10, 10, 2, false));
    assertThat(assembly.completed().verify()).isFalse();

    assembly.add(new Receipt(file, 10, 10, 3, false));

    assertThat(assembly.completed().verify()).isTrue();
  }

  @Example
  void inheritedBytesAreReadBack() throws Exception {
    FileMetadata file = file(10, 10);
    FileAssembly assembly = new FileAssembly(file);
    assembly.add(new Receipt(file, 0, 10, 1, true));
    assembly.add(new Receipt(file, 10, 10, 2, false));

    assertThat(assembly.completed().verify()).isTrue();
  }

  @Example
  void blocksOfTwoVersionsAreNeverMixed() {
    FileMetadata file = file(10, 10);
    FileMetadata other = file(5, 15);
    FileAssembly assembly = new FileAssembly(file);

    assertThatThrownBy(() -> assembly.add(new Receipt(other, 0, 5, 1, false)))
        .isInstanceOf(FileChangedException.class)
        .hasMessageContaining(file.fingerprintText())
        .hasMessageContaining(other.fingerprintText());
  }

  @Example
  void whatIsIncompleteCantBeTaken() {
    assertThatThrownBy(() -> new FileAssembly(file(10)).completed())
        .isInstanceOf(IllegalStateException.class);
  }

  @Example
  void receiptsLieInsideTheirFile() {
    FileMetadata file = file(10);
    long[][] wrong = {{5, 6}, {Long.MAX_VALUE, 6}, {-1, 6}, {0, -1}};
    for (long[] range : wrong) {
      assertThatThrownBy(() -> new Receipt(file, range[0], range[1], 0, false))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static FileMetadata file(long... lengths) {
    return FilePlan.of(REF, Compression.SNAPPY, true, lengths, 1 << 20).metadata();
  }

  private static byte[] content(FileMetadata file, Random random) {
    byte[] content = new byte[(int) file.size()];
    random.nextBytes(content);
    return content;
  }

  private static List<Receipt> receipts(FileMetadata file, byte[] content, List<Integer> lengths) {
    List<Receipt> receipts = new ArrayList<>();
    int at = 0;
    for (int length : lengths) {
      receipts.add(new Receipt(file, at, length, digest(content, at, length), false));
      at += length;
    }
    return receipts;
  }

  private static int digest(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.ErrorCode;
import io.directio.FileDetails;
import io.directio.FileEvent;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.StoredRange;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaRegistry;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.common.ElementByteSizeObserver;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class CodersTest {

  static final FileMetadata FILE =
      new FileMetadata(
          new FileRef(7, "dir/ü.txt", 300, 9), 300, 3, Compression.GZIP, true, 0x0123456789abcdefL);
  private static final String FILE_HEX =
      "00000000000000070000000a6469722fc3bc2e747874000000000000012c0000000000000009"
          + "000000000000012c0000000301010123456789abcdef";
  private static final Block BLOCK =
      new Block(FILE, new BlockInfo(2, 100, 3), 0xcafe, new byte[] {1, 2, 3, 4});
  private static final String BLOCK_HEX =
      FILE_HEX + "000000020000000000000064000000030000cafe010203";
  private static final ManifestEntry FAILED =
      new ManifestEntry(
          3,
          "3",
          -1,
          -1,
          0,
          null,
          ManifestEntry.Status.FAILED,
          new ManifestEntry.Failure(ErrorCode.NOT_FOUND, "no such file"));
  private static final String FAILED_HEX =
      "00000000000000030000000133ffffffffffffffff000000000002000000094e4f545f464f554e44"
          + "0000000c6e6f20737563682066696c65";

  private static <T> void assertBytes(Coder<T> coder, T value, String hex) throws Exception {
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, value))).isEqualTo(hex);
    assertThat(CoderUtils.decodeFromByteArray(coder, HexFormat.of().parseHex(hex)))
        .isEqualTo(value);
  }

  @Test
  void keepTheirFormat() throws Exception {
    assertBytes(BlockCoder.of(), BLOCK, "01" + BLOCK_HEX);
    assertBytes(ManifestEntryCoder.of(), FAILED, "01" + FAILED_HEX);
    assertBytes(ReadResultCoder.of(), BLOCK, "0101" + BLOCK_HEX);
    assertBytes(
        ReadResultCoder.of(),
        new StoredRange(FILE, 100, 200, 5),
        "0102" + FILE_HEX + "000000000000006400000000000000c800000005");
    assertBytes(ReadResultCoder.of(), FAILED, "0103" + FAILED_HEX);
    assertBytes(
        ReadResultCoder.of(),
        ManifestEntry.skipped(FILE, "p", OptionalInt.of(-1)),
        "010300000000000000070000000170000000000000012c0000000301ffffffff810000000000000009");
    FileMetadata small =
        new FileMetadata(new FileRef(7, "a", 3, 9), 3, 1, Compression.NONE, false, 0xfedcL);
    assertBytes(
        WholeFileCoder.of(),
        new WholeFile(small, new byte[] {1, 2, 3}),
        "01"
            + "0000000000000007000000016100000000000000030000000000000009"
            + "000000000000000300000001"
            + "0000"
            + "000000000000fedc"
            + "010203");
  }

  @Test
  void keepTheFormatOfEvents() throws Exception {
    String unknown = "ffffffffffffffff";
    assertBytes(
        FileEventCoder.of(),
        FileEvent.of(FileEvent.Type.FOLDER, "g", "n", true),
        "01"
            + "01"
            + "0000000167"
            + "01"
            + "000000016e"
            + "00"
            + unknown.repeat(3)
            + "000000000000");
    assertBytes(
        FileEventCoder.of(),
        new FileEvent(
            FileEvent.Type.FILE,
            "g",
            false,
            "ü",
            "p",
            1,
            2,
            3,
            "4",
            Instant.ofEpochSecond(5, 6),
            Instant.ofEpochSecond(7),
            "8",
            "acl",
            "d/ü"),
        "01"
            + "00"
            + "0000000167"
            + "00"
            + "00000002c3bc"
            + "010000000170"
            + "000000000000000100000000000000020000000000000003"
            + "010000000134"
            + "01000000000000000500000006"
            + "01000000000000000700000000"
            + "010000000138"
            + "010000000361636c"
            + "0100000004642fc3bc");
  }

  @Test
  void refuseBytesOfAnotherVersion() {
    assertThatThrownBy(
            () -> BlockCoder.of().decode(new ByteArrayInputStream(new byte[] {2, 0, 0, 0})))
        .isInstanceOf(CoderException.class)
        .hasMessageContaining("version 1, not 2");
  }

  @Property(tries = 50)
  void tellTheSizeOfABlockWithoutEncodingIt(
      @ForAll String path, @ForAll @Size(max = 300) byte[] bytes) throws Exception {
    FileDetails details =
        new FileDetails(path, Instant.ofEpochSecond(1, 2), null, path.isEmpty() ? null : "O:BA");
    FileRef file = new FileRef(1, path, FileRef.UNKNOWN, 1, details);
    Block block =
        new Block(
            new FileMetadata(file, 1_000, 4, Compression.NONE, false, 1),
            new BlockInfo(1, 0, bytes.length),
            5,
            Arrays.copyOf(bytes, bytes.length + 7));
    assertThat(BlockCoder.of().isRegisterByteSizeObserverCheap(block)).isTrue();
    assertThat(observed(BlockCoder.of(), block))
        .isEqualTo(CoderUtils.encodeToByteArray(BlockCoder.of(), block).length);
    assertThat(observed(ReadResultCoder.of(), block))
        .isEqualTo(CoderUtils.encodeToByteArray(ReadResultCoder.of(), (ReadResult) block).length);
  }

  private static <T> long observed(Coder<T> coder, T value) throws Exception {
    long[] size = new long[1];
    ElementByteSizeObserver observer =
        new ElementByteSizeObserver() {
          @Override
          protected void reportElementSize(long elementByteSize) {
            size[0] += elementByteSize;
          }
        };
    coder.registerByteSizeObserver(value, observer);
    observer.advance();
    return size[0];
  }

  @Test
  void areFoundByBeam() throws Exception {
    CoderRegistry registry = CoderRegistry.createDefault();
    assertThat(registry.getCoder(Block.class)).isInstanceOf(BlockCoder.class);
    assertThat(registry.getCoder(ReadResult.class)).isInstanceOf(ReadResultCoder.class);
    assertThat(registry.getCoder(FileEvent.class)).isInstanceOf(FileEventCoder.class);
    assertThat(registry.getCoder(ManifestEntry.class)).isInstanceOf(ManifestEntryCoder.class);
    PCollection<FileRef> files = Pipeline.create().apply(Create.of(FileRef.ofId(1)));
    assertThat(files.hasSchema()).isTrue();
    assertThat(files.getSchema()).isEqualTo(FileRefSchema.SCHEMA);
  }

  @Test
  void keepTheFormatOfFileReferences() throws Exception {
    Coder<FileRef> coder = SchemaRegistry.createDefault().getSchemaCoder(FileRef.class);
    assertBytes(coder, new FileRef(7, "ü", 300, 9), "0801f00702c3bcac0209");
    assertBytes(coder, FileRef.ofId(7), "0801fc070137");
  }

  @Property(tries = 50)
  void bringFileReferencesThroughRows(
      @ForAll long id,
      @ForAll String path,
      @ForAll @LongRange(min = -1) long size,
      @ForAll @LongRange(min = -1) long version) {
    Instant time = Instant.ofEpochMilli(1_700_000_000_123L);
    FileDetails details =
        size < 0 ? FileDetails.NONE : new FileDetails(path, time, time.plusMillis(1), path);
    FileRef file = new FileRef(id, path, size, version, details);
    assertThat(FileRefSchema.fromRow(FileRefSchema.toRow(file))).isEqualTo(file);
  }

  @Test
  void nameAFileByItsIdIfItsRowHasNoPath() {
    Row row = Row.withSchema(FileRefSchema.SCHEMA).withFieldValue("file_id", 5L).build();
    assertThat(FileRefSchema.fromRow(row)).isEqualTo(FileRef.ofId(5));
    Schema others =
        Schema.builder().addInt32Field("file_id").addDateTimeField("file_timestamp").build();
    Row timed = Row.withSchema(others).addValues(5, new org.joda.time.Instant(7)).build();
    FileDetails details = new FileDetails(null, Instant.ofEpochMilli(7), null, null);
    assertThat(FileRefSchema.fromRow(timed))
        .isEqualTo(new FileRef(5, "5", FileRef.UNKNOWN, FileRef.UNKNOWN, details));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import static io.directio.beam.coders.FileRefSchema.known;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.beam.coders.WholeFile;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** What the transforms take and give, as rows. */
final class FileRows {

  private static final List<Field> METADATA =
      List.of(
          Field.of("file_id", FieldType.INT64),
          Field.of("path", FieldType.STRING),
          Field.of("size", FieldType.INT64),
          Field.nullable("version", FieldType.INT64),
          Field.of("blocks", FieldType.INT32),
          Field.of("compression", FieldType.STRING),
          Field.of("encrypted", FieldType.BOOLEAN),
          Field.of("fingerprint", FieldType.INT64));

  /** A block with what is known of its file. */
  static final Schema BLOCK =
      Schema.builder()
          .addFields(METADATA)
          .addInt32Field("block_number")
          .addInt64Field("block_offset")
          .addByteArrayField("data")
          .build();

  /** A whole file. */
  static final Schema WHOLE_FILE =
      Schema.builder().addFields(METADATA).addByteArrayField("content").build();

  /** How a file ended. */
  static final Schema MANIFEST =
      Schema.builder()
          .addInt64Field("file_id")
          .addStringField("path")
          .addNullableInt64Field("size")
          .addNullableInt64Field("version")
          .addInt32Field("blocks")
          .addNullableInt32Field("crc32c")
          .addStringField("status")
          .addNullableStringField("error_code")
          .addNullableStringField("error_message")
          .build();

  private FileRows() {}

  static Row of(Block block) {
    byte[] array = block.array();
    return metadata(BLOCK, block.file())
        .addValues(
            block.number(),
            block.offset(),
            array.length == block.length() ? array : block.toByteArray())
        .build();
  }

  static Row of(WholeFile file) {
    return metadata(WHOLE_FILE, file.file()).addValue(file.bytes()).build();
  }

  static Row of(ManifestEntry entry) {
    ManifestEntry.Failure error = entry.error();
    return Row.withSchema(MANIFEST)
        .addValues(
            entry.fileId(),
            entry.path(),
            known(entry.size()),
            known(entry.version()),
            entry.blocks(),
            entry.crc32c(),
            entry.status().name(),
            error == null ? null : error.code().text(),
            error == null ? null : error.message())
        .build();
  }

  private static Row.Builder metadata(Schema schema, FileMetadata metadata) {
    FileRef file = metadata.file();
    return Row.withSchema(schema)
        .addValues(
            file.fileId(),
            file.path(),
            metadata.size(),
            known(file.version()),
            metadata.blocks(),
            metadata.compression().name(),
            metadata.encrypted(),
            metadata.fingerprint());
  }

  /** A block of a row; its digest is that of the bytes as they come. */
  static Block block(Row row) {
    byte[] data = row.getBytes("data");
    CRC32C crc = new CRC32C();
    crc.update(data);
    Long version = row.getInt64("version");
    FileRef file =
        new FileRef(
            row.getInt64("file_id"),
            row.getString("path"),
            row.getInt64("size"),
            version == null ? FileRef.UNKNOWN : version);
    FileMetadata metadata =
        new FileMetadata(
            file,
            row.getInt64("size"),
            row.getInt32("blocks"),
            Compression.valueOf(row.getString("compression")),
            row.getBoolean("encrypted"),
            row.getInt64("fingerprint"));
    BlockInfo info =
        new BlockInfo(row.getInt32("block_number"), row.getInt64("block_offset"), data.length);
    return new Block(metadata, info, (int) crc.getValue(), data);
  }

  /**
   * Checks, before the pipeline runs, that rows have the fields that are needed.
   *
   * @throws IllegalArgumentException if one is missing
   */
  static void require(Schema rows, String... names) {
    List<String> missing = Arrays.stream(names).filter(name -> !rows.hasField(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "The input's rows have no field "
              + String.join(", ", missing)
              + "; they have "
              + rows.getFieldNames());
    }
  }
}

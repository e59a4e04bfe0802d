// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

import io.directio.FileDetails;
import io.directio.FileRef;
import java.time.Instant;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaProvider;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.ReadableInstant;

/**
 * The schema of file references, so that they come from rows and become rows, in any language: an
 * {@code INT64 file_id}, and if they are known a {@code STRING path}, an {@code INT64 size} in
 * bytes and an {@code INT64 version}. Without a path, a file is named by its id.
 */
public final class FileRefSchema implements SchemaProvider {

  private static final long serialVersionUID = 1L;

  /** The schema. */
  public static final Schema SCHEMA =
      Schema.builder()
          .addInt64Field("file_id")
          .addNullableStringField("path")
          .addNullableInt64Field("size")
          .addNullableInt64Field("version")
          .addNullableStringField("guid")
          .addNullableDateTimeField("file_timestamp")
          .addNullableDateTimeField("modified")
          .addNullableStringField("acl")
          .build();

  /** The row of a file reference. */
  public static Row toRow(FileRef file) {
    return Row.withSchema(SCHEMA)
        .addValues(file.fileId(), file.path(), known(file.size()), known(file.version()))
        .addValues(
            file.details().guid(),
            time(file.details().fileTimestamp()),
            time(file.details().modified()),
            file.details().acl())
        .build();
  }

  /**
   * The file reference of a row, of which only a {@code file_id} is needed: without a path the file
   * is named by its id, and what else there is no field for isn't known.
   */
  public static FileRef fromRow(Row row) {
    FileRef bare = FileRef.ofId(((Number) row.<Object>getValue("file_id")).longValue());
    String path = field(row, "path");
    return new FileRef(
        bare.fileId(),
        path == null ? bare.path() : path,
        orUnknown(field(row, "size")),
        orUnknown(field(row, "version")),
        new FileDetails(
            field(row, "guid"),
            instant(field(row, "file_timestamp")),
            instant(field(row, "modified")),
            field(row, "acl")));
  }

  private static <T> T field(Row row, String name) {
    return row.getSchema().hasField(name) ? row.getValue(name) : null;
  }

  /** A time as rows have it, to the millisecond; null for null. */
  public static ReadableInstant time(Instant time) {
    return time == null ? null : org.joda.time.Instant.ofEpochMilli(time.toEpochMilli());
  }

  private static Instant instant(ReadableInstant time) {
    return time == null ? null : Instant.ofEpochMilli(time.getMillis());
  }

  /** A number as rows have it: null for {@link FileRef#UNKNOWN}. */
  public static Long known(long value) {
    return value == FileRef.UNKNOWN ? null : (Long) value;
  }

  private static long orUnknown(Number value) {
    return value == null ? FileRef.UNKNOWN : value.longValue();
  }

  @Override
  public <T> Schema schemaFor(TypeDescriptor<T> type) {
    return isFileRef(type) ? SCHEMA : null;
  }

  @Override
  @SuppressWarnings("unchecked") // T is FileRef.
  public <T> SerializableFunction<T, Row> toRowFunction(TypeDescriptor<T> type) {
    return isFileRef(type)
        ? (SerializableFunction<T, Row>) (SerializableFunction<FileRef, Row>) FileRefSchema::toRow
        : null;
  }

  @Override
  @SuppressWarnings("unchecked") // T is FileRef.
  public <T> SerializableFunction<Row, T> fromRowFunction(TypeDescriptor<T> type) {
    return isFileRef(type)
        ? (SerializableFunction<Row, T>) (SerializableFunction<Row, FileRef>) FileRefSchema::fromRow
        : null;
  }

  private static boolean isFileRef(TypeDescriptor<?> type) {
    return type.equals(TypeDescriptor.of(FileRef.class));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.files;

import io.directio.FileDetails;
import io.directio.FileRef;
import io.directio.flink.source.FileCursor;
import io.directio.flink.source.split.FileTask;
import java.time.Instant;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;

/**
 * A file of a table that nobody has read yet. It travels from the list of files to the readers as a
 * row, so that the engine knows how to write it.
 *
 * @param file the file
 * @param modified when it was last changed; null if nobody has told
 */
record FoundFile(FileRef file, Instant modified) {

  static final DataType TYPE =
      DataTypes.ROW(
          DataTypes.FIELD("file_id", DataTypes.BIGINT().notNull()),
          DataTypes.FIELD("path", DataTypes.STRING().notNull()),
          DataTypes.FIELD("size", DataTypes.BIGINT().notNull()),
          DataTypes.FIELD("version", DataTypes.BIGINT().notNull()),
          DataTypes.FIELD("event_time", DataTypes.TIMESTAMP_LTZ(3)),
          DataTypes.FIELD("guid", DataTypes.STRING()),
          DataTypes.FIELD("file_timestamp", DataTypes.TIMESTAMP_LTZ(9)),
          DataTypes.FIELD("modified", DataTypes.TIMESTAMP_LTZ(9)),
          DataTypes.FIELD("acl", DataTypes.STRING()));

  static FoundFile of(RowData row) {
    FileDetails details =
        new FileDetails(text(row, 5), time(row, 6, 9), time(row, 7, 9), text(row, 8));
    return new FoundFile(
        new FileRef(
            row.getLong(0), row.getString(1).toString(), row.getLong(2), row.getLong(3), details),
        time(row, 4, 3));
  }

  private static String text(RowData row, int field) {
    return row.isNullAt(field) ? null : row.getString(field).toString();
  }

  private static Instant time(RowData row, int field, int precision) {
    return row.isNullAt(field) ? null : row.getTimestamp(field, precision).toInstant();
  }

  /** The file that a cursor is at. */
  static FoundFile at(FileCursor cursor) {
    long time = cursor.eventTime();
    return new FoundFile(
        cursor.file(), time == FileTask.NO_TIME ? null : Instant.ofEpochMilli(time));
  }

  RowData toRow() {
    return GenericRowData.of(
        file.fileId(),
        StringData.fromString(file.path()),
        file.size(),
        file.version(),
        time(modified),
        text(file.details().guid()),
        time(file.details().fileTimestamp()),
        time(file.details().modified()),
        text(file.details().acl()));
  }

  private static StringData text(String text) {
    return text == null ? null : StringData.fromString(text);
  }

  private static TimestampData time(Instant time) {
    return time == null ? null : TimestampData.fromInstant(time);
  }
}

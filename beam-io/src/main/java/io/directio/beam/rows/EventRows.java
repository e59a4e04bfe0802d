// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import static io.directio.beam.coders.FileRefSchema.known;
import static io.directio.beam.coders.FileRefSchema.time;

import io.directio.FileEvent;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Events, as rows; what is told of a file has the names that the other transforms take. */
final class EventRows {

  static final Schema SCHEMA =
      Schema.builder()
          .addStringField("type")
          .addStringField("guid")
          .addBooleanField("deleted")
          .addStringField("name")
          .addNullableStringField("path")
          .addNullableStringField("parent_guid")
          .addNullableInt64Field("folder_id")
          .addNullableInt64Field("file_id")
          .addNullableInt64Field("size")
          .addNullableInt64Field("version")
          .addNullableDateTimeField("file_timestamp")
          .addNullableDateTimeField("modified")
          .addNullableStringField("acl")
          .build();

  private EventRows() {}

  static Row of(FileEvent event) {
    return Row.withSchema(SCHEMA)
        .addValues(event.type().name(), event.guid(), event.deleted(), event.name())
        .addValues(event.path(), event.parentGuid())
        .addValues(known(event.folderId()), known(event.fileId()), known(event.size()))
        .addValues(known(event.version()), time(event.fileTimestamp()), time(event.modified()))
        .addValue(event.acl())
        .build();
  }
}

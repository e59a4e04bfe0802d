// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.directio.FileEvent;
import io.directio.FileRef;
import java.io.IOException;
import java.util.Locale;

/** An event for machines; what it does not tell is null. */
final class EventJson {

  private EventJson() {}

  static void write(FileEvent event, JsonGenerator json) throws IOException {
    json.writeStringField("type", event.type().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("deleted", event.deleted());
    text("path", event.path(), json);
    json.writeStringField("name", event.name());
    number("file_id", event.fileId(), json);
    number("size", event.size(), json);
    text("modified", event.modified(), json);
    text("file_timestamp", event.fileTimestamp(), json);
    json.writeStringField("guid", event.guid());
    text("parent_guid", event.parentGuid(), json);
    number("folder_id", event.folderId(), json);
    text("gvsn", event.gvsn(), json);
    text("acl", event.acl(), json);
  }

  private static void number(String name, long value, JsonGenerator json) throws IOException {
    if (value == FileRef.UNKNOWN) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }

  private static void text(String name, Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value.toString());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.notify;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.directio.emulator.wire.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The JSON of a page of events.
 *
 * @param cursor where the next page begins
 * @param asked the cursor that was asked with; empty for the beginning
 * @param previous the events of the page before
 */
public record EventsAnswer(
    List<Event> entries,
    String cursor,
    boolean hasMore,
    Optional<String> asked,
    List<Event> previous,
    boolean unknownFields)
    implements Body {

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  /** The same page with other events. */
  public EventsAnswer with(List<Event> events) {
    return new EventsAnswer(events, cursor, hasMore, asked, previous, unknownFields);
  }

  /** The page before, after which this one can be asked for again; the first page stays. */
  public EventsAnswer replayed() {
    return asked.isEmpty()
        ? this
        : new EventsAnswer(previous, asked.get(), true, asked, previous, unknownFields);
  }

  /** The same with fields that nobody knows. */
  public EventsAnswer withUnknownFields() {
    return new EventsAnswer(entries, cursor, hasMore, asked, previous, true);
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      writeUnknown(json);
      json.writeArrayFieldStart("entries");
      for (Event event : entries) {
        json.writeStartObject();
        writeUnknown(json);
        event.write(json);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeStringField("cursor", cursor);
      json.writeBooleanField("has_more", hasMore);
      json.writeEndObject();
    }
  }

  private void writeUnknown(JsonGenerator json) throws IOException {
    if (unknownFields) {
      json.writeStringField("new_text", "{[\"\u00e9");
      json.writeFieldName("new_object");
      json.writeRawValue("{\"entries\":[{\"guid\":null}],\"cursor\":7}");
      json.writeFieldName("new_list");
      json.writeRawValue("[1,[true,null],{}]");
      json.writeNumberField("new_number", -1.5e3);
      json.writeNullField("new_nothing");
    }
  }
}

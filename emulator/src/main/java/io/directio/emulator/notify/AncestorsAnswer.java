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

/**
 * The JSON of the way to a file or folder.
 *
 * @param namesOnly whether nothing but names is told
 */
record AncestorsAnswer(List<Event> way, boolean namesOnly) implements Body {

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartArray();
      for (Event event : way) {
        json.writeStartObject();
        if (namesOnly) {
          json.writeStringField("name", event.name());
        } else {
          event.write(json);
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }
}

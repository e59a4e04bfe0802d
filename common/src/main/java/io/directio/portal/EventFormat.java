// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * How the calls of the Notification Service are written and their answers are read: as streams,
 * with bounds on everything that a portal could make large.
 *
 * <p><b>Threading:</b> every method is safe.
 */
final class EventFormat {

  /** A page of some thousand events takes about a megabyte. */
  private static final long LARGEST_ANSWER = 256L << 20;

  /** The access rules of a file can be longer than any URL. */
  private static final int LONGEST_TEXT = 1 << 20;

  private final JsonFactory factory = ListingFormat.factory(LARGEST_ANSWER, LONGEST_TEXT);

  /** Reads what a parser finds in an answer. */
  private interface Reader<T> {
    T read(EventParser parser) throws IOException;
  }

  byte[] listRequest(List<Long> folderIds, String cursor, int maxResults) {
    return request(folderIds, cursor, "max_results", maxResults);
  }

  byte[] pollRequest(List<Long> folderIds, String cursor, long timeoutMillis) {
    return request(folderIds, cursor, "timeout", timeoutMillis);
  }

  byte[] ancestorsRequest(long folderId, String guid) {
    return written(
        json -> {
          json.writeNumberField("folder_id", folderId);
          json.writeStringField("guid", guid);
        });
  }

  EventListing listing(InputStream body, Instant serverTime) throws IOException {
    return parsed(body, parser -> parser.listing(serverTime));
  }

  boolean changes(InputStream body) throws IOException {
    return parsed(body, EventParser::changes);
  }

  List<Ancestor> ancestors(InputStream body) throws IOException {
    return parsed(body, EventParser::ancestors);
  }

  private <T> T parsed(InputStream body, Reader<T> reader) throws IOException {
    try (JsonParser json = factory.createParser(body)) {
      return reader.read(new EventParser(json));
    } catch (JacksonException e) {
      // Its message quotes the answer, so it is not passed on.
      throw new ListingSyntaxException(
          "the portal's answer is not valid JSON, was cut off, or is larger than any page");
    }
  }

  private byte[] request(List<Long> folderIds, String cursor, String name, long value) {
    return written(
        json -> {
          json.writeArrayFieldStart("folder_ids");
          for (long id : folderIds) {
            json.writeNumber(id);
          }
          json.writeEndArray();
          json.writeStringField("cursor", cursor);
          json.writeNumberField(name, value);
        });
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private byte[] written(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory can be written", e);
    }
    return bytes.toByteArray();
  }
}

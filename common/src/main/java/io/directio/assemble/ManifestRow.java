// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.directio.ErrorCode;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Failure;
import io.directio.ManifestEntry.Status;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A row of a manifest as JSON. A row that was written looks like this, on one line:
 *
 * <pre>{@code
 * {"file_id":7,"path":"a/b.txt","size":12,"blocks":1,"crc32c":"0a1b2c3d","status":"ok","error":null}
 * {"file_id":8,"path":"c","size":null,"blocks":0,"crc32c":null,"status":"failed",
 *  "error":{"code":"not-found","message":"…"}}
 * }</pre>
 *
 * <p>A file whose version is known, because an event told it, has the field {@code "version"}
 * behind its size.
 *
 * <p>What is read may have its fields in any order, and others that are not known.
 */
final class ManifestRow {

  static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build())
          .build();

  private ManifestRow() {}

  static void write(ManifestEntry entry, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("file_id", entry.fileId());
    json.writeStringField("path", entry.path());
    if (entry.size() == FileRef.UNKNOWN) {
      json.writeNullField("size");
    } else {
      json.writeNumberField("size", entry.size());
    }
    if (entry.version() != FileRef.UNKNOWN) {
      json.writeNumberField("version", entry.version());
    }
    json.writeNumberField("blocks", entry.blocks());
    if (entry.crc32c() == null) {
      json.writeNullField("crc32c");
    } else {
      json.writeStringField("crc32c", HexFormat.of().toHexDigits(entry.crc32c()));
    }
    json.writeStringField("status", entry.status().name().toLowerCase(Locale.ROOT));
    if (entry.error() == null) {
      json.writeNullField("error");
    } else {
      json.writeObjectFieldStart("error");
      json.writeStringField("code", entry.error().code().text());
      json.writeStringField("message", entry.error().message());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /**
   * Reads a row.
   *
   * @throws IOException if the text is no row; the message says what is wrong with it
   */
  static ManifestEntry read(byte[] text, int length) throws IOException {
    try (JsonParser json = JSON.createParser(text, 0, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is not an object");
      }
      Fields fields = new Fields();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        fields.read(name, json);
      }
      if (json.nextToken() != null) {
        throw new IOException("something follows the object");
      }
      return fields.entry();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What was read of a row so far. */
  private static final class Fields {
    private Long fileId;
    private String path;
    private long size = FileRef.UNKNOWN;
    private long version = FileRef.UNKNOWN;
    private int blocks;
    private Integer crc32c;
    private Status status;
    private Failure error;

    void read(String name, JsonParser json) throws IOException {
      boolean isNull = json.currentToken() == JsonToken.VALUE_NULL;
      switch (name) {
        case "file_id" -> fileId = json.getLongValue();
        case "path" -> path = text(name, json);
        case "size" -> size = isNull ? FileRef.UNKNOWN : json.getLongValue();
        case "version" -> version = isNull ? FileRef.UNKNOWN : json.getLongValue();
        case "blocks" -> blocks = json.getIntValue();
        case "crc32c" -> crc32c = isNull ? null : digest(text(name, json));
        case "status" -> status = status(text(name, json));
        case "error" -> error = isNull ? null : failure(json);
        default -> json.skipChildren();
      }
    }

    ManifestEntry entry() throws IOException {
      if (fileId == null || path == null || status == null) {
        throw new IOException("it lacks file_id, path or status");
      }
      return new ManifestEntry(fileId, path, size, version, blocks, crc32c, status, error);
    }

    private static Status status(String text) throws IOException {
      for (Status status : Status.values()) {
        if (status.name().toLowerCase(Locale.ROOT).equals(text)) {
          return status;
        }
      }
      throw new IOException("status '" + text + "' is not known");
    }

    private static ErrorCode code(String text) throws IOException {
      try {
        return ErrorCode.ofText(text);
      } catch (IllegalArgumentException e) {
        throw new IOException("error code '" + text + "' is not known", e);
      }
    }

    private static int digest(String text) throws IOException {
      if (text.length() != 8) {
        throw new IOException("crc32c has " + text.length() + " digits instead of 8");
      }
      return HexFormat.fromHexDigits(text);
    }

    private static Failure failure(JsonParser json) throws IOException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new IOException("error is no object");
      }
      ErrorCode code = null;
      String message = "";
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "code" -> code = code(text(name, json));
          case "message" -> message = text(name, json);
          default -> json.skipChildren();
        }
      }
      if (code == null) {
        throw new IOException("error has no code");
      }
      return new Failure(code, message);
    }

    private static String text(String name, JsonParser json) throws IOException {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw new IOException(name + " is no text");
      }
      return json.getText();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.directio.FileRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;

/**
 * Where a file of the portal is at the destination, or that it was deleted: what a deletion or a
 * renaming has to know, since events don't tell where a file was.
 *
 * <p>As JSON: {@code {"format":1,"guid":"…","file_id":7,"path":"a/b","version":9,
 * "modified":"2026-01-02T03:04:05Z","deleted":false}}, where version and modified may be null.
 *
 * @param guid the file
 * @param fileId its id, or {@link FileRef#UNKNOWN}
 * @param path where it is below the destination's root, or was before it was deleted; empty if it
 *     never was there
 * @param revision the state in which it was published, or the deletion
 * @param deleted whether it was deleted
 */
public record FileNote(String guid, long fileId, String path, Revision revision, boolean deleted) {

  private static final int FORMAT = 1;

  public FileNote {
    Objects.requireNonNull(guid, "guid");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(revision, "revision");
  }

  /** The note as text in UTF-8. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = ManifestRow.JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeStringField("guid", guid);
      json.writeNumberField("file_id", fileId);
      json.writeStringField("path", path);
      if (revision.version() == FileRef.UNKNOWN) {
        json.writeNullField("version");
      } else {
        json.writeNumberField("version", revision.version());
      }
      Instant modified = revision.modified();
      json.writeStringField("modified", modified == null ? null : modified.toString());
      json.writeBooleanField("deleted", deleted);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("Nothing can fail in memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a note.
   *
   * @throws IOException if the bytes are none, or one of a later release
   */
  public static FileNote parse(byte[] bytes) throws IOException {
    int format = 0;
    String guid = null;
    long fileId = FileRef.UNKNOWN;
    String path = null;
    long version = FileRef.UNKNOWN;
    Instant modified = null;
    boolean deleted = false;
    try (JsonParser json = ManifestRow.JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("a note about a file is not an object");
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        boolean isNull = json.nextToken() == JsonToken.VALUE_NULL;
        switch (name) {
          case "format" -> format = json.getIntValue();
          case "guid" -> guid = json.getText();
          case "file_id" -> fileId = json.getLongValue();
          case "path" -> path = json.getText();
          case "version" -> version = isNull ? FileRef.UNKNOWN : json.getLongValue();
          case "modified" -> modified = isNull ? null : Instant.parse(json.getText());
          case "deleted" -> deleted = json.getBooleanValue();
          default -> json.skipChildren();
        }
      }
    } catch (RuntimeException e) {
      throw new IOException("a note about a file can't be read: " + e.getMessage(), e);
    }
    if (format != FORMAT || guid == null || path == null) {
      throw new IOException("a note about a file has format " + format + ", not " + FORMAT);
    }
    return new FileNote(guid, fileId, path, new Revision(version, modified), deleted);
  }
}

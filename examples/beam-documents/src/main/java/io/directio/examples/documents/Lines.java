// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.directio.FileEvent;
import io.directio.FileRef;
import io.directio.examples.documents.TextExtractor.Extracted;

/**
 * The lines that a search index would load. A document keeps its {@code id} and its {@code guid}
 * for as long as it exists, whatever it is called; of several lines about one document that with
 * the highest {@code version} counts, of equal versions the deletion, and lines that come again do
 * no harm.
 */
final class Lines {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Lines() {}

  /** A document and its text. */
  static String document(FileRef file, int size, Extracted found) throws JsonProcessingException {
    ObjectNode line = line(file.fileId(), file.path());
    add(line, file.details().guid(), file.version());
    line.put("size", size).put("type", found.type());
    if (found.title() != null) {
      line.put("title", found.title());
    }
    line.put("text", found.text()).put("truncated", found.truncated());
    return JSON.writeValueAsString(line);
  }

  /** A document that is gone. Portals need not tell the id of what they no longer have. */
  static String deletion(FileEvent event) throws JsonProcessingException {
    ObjectNode line = line(event.fileId(), event.path());
    add(line, event.guid(), event.version());
    return JSON.writeValueAsString(line.put("deleted", true));
  }

  /** A document that has no text, and why. */
  static String failure(long id, String path, String reason) throws JsonProcessingException {
    return JSON.writeValueAsString(line(id, path).put("error", reason));
  }

  private static ObjectNode line(long id, String path) {
    ObjectNode line = JSON.createObjectNode();
    if (id != FileRef.UNKNOWN) {
      line.put("id", id);
    }
    if (path != null) {
      line.put("path", path);
    }
    return line;
  }

  private static void add(ObjectNode line, String guid, long version) {
    if (guid != null) {
      line.put("guid", guid);
    }
    if (version != FileRef.UNKNOWN) {
      line.put("version", version);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.notify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the JSON of a request asks for; what isn't there is empty or 0.
 *
 * @param timeout in milliseconds
 */
record Question(
    Set<Long> folderIds,
    Optional<String> cursor,
    int maxResults,
    long timeout,
    long folderId,
    String guid) {

  private static final JsonFactory JSON = new JsonFactory();

  static Question read(InputStream body) throws IOException {
    Set<Long> folderIds = new TreeSet<>();
    Optional<String> cursor = Optional.empty();
    int maxResults = 0;
    long timeout = 0;
    long folderId = 0;
    String guid = "";
    try (JsonParser json = JSON.createParser(body)) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value == null) {
          throw new IOException("the request's JSON is cut");
        }
        switch (name) {
          case "folder_ids" -> {
            while (json.nextToken() != JsonToken.END_ARRAY) {
              folderIds.add(json.getLongValue());
            }
          }
          case "cursor" -> cursor = Optional.ofNullable(json.getValueAsString());
          case "max_results" -> maxResults = json.getIntValue();
          case "timeout" -> timeout = json.getLongValue();
          case "folder_id" -> folderId = json.getLongValue();
          case "guid" -> guid = json.getText();
          default -> json.skipChildren();
        }
      }
    }
    return new Question(folderIds, cursor, maxResults, timeout, folderId, guid);
  }
}

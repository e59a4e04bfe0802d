// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.directio.ErrorCode;
import io.directio.FileEvent;
import io.directio.FileRef;
import io.directio.NotificationException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads answers of the Notification Service from their JSON as streams. Unknown fields are skipped,
 * and what need not be there may be missing or have another type; an event without a guid is
 * refused, because leaving it out would lose a change unseen. What the portal sent is never
 * repeated in a message.
 *
 * <p>One parser reads one answer.
 */
final class EventParser {

  private final JsonParser json;

  EventParser(JsonParser json) {
    this.json = json;
  }

  EventListing listing(Instant serverTime) throws IOException {
    List<FileEvent> events = new ArrayList<>();
    String cursor = null;
    Boolean more = null;
    start(JsonToken.START_OBJECT);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "entries" -> readEvents(events);
        case "cursor" -> cursor = text();
        case "has_more" -> more = flag();
        default -> json.skipChildren();
      }
    }
    end();
    if (cursor == null || more == null) {
      throw malformed("its page of events has no cursor, or doesn't say whether there is more");
    }
    return new EventListing(events, cursor, more, serverTime);
  }

  boolean changes() throws IOException {
    Boolean changes = null;
    start(JsonToken.START_OBJECT);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("changes")) {
        changes = flag();
      } else {
        json.skipChildren();
      }
    }
    end();
    if (changes == null) {
      throw malformed("its answer doesn't say whether there are changes");
    }
    return changes;
  }

  List<Ancestor> ancestors() throws IOException {
    List<Ancestor> ancestors = new ArrayList<>();
    start(JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw malformed("an ancestor is not an object");
      }
      ancestors.add(ancestor());
    }
    end();
    return ancestors;
  }

  private Ancestor ancestor() throws IOException {
    String name = null;
    String guid = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "name" -> name = text();
        case "guid" -> guid = text();
        default -> json.skipChildren();
      }
    }
    if (name == null) {
      throw malformed("an ancestor has no name");
    }
    return new Ancestor(name, guid);
  }

  private void readEvents(List<FileEvent> events) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw malformed("the entries of its page are not a list");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw malformed("entry " + (events.size() + 1) + " of its page is not an object");
      }
      events.add(event(events.size() + 1));
    }
  }

  private FileEvent event(int number) throws IOException {
    FileEvent.Type type = FileEvent.Type.OTHER;
    String guid = null;
    boolean deleted = false;
    String name = null;
    String parentGuid = null;
    long folderId = FileRef.UNKNOWN;
    long fileId = FileRef.UNKNOWN;
    long size = FileRef.UNKNOWN;
    String gvsn = null;
    Instant fileTimestamp = null;
    Instant portalModified = null;
    Instant modified = null;
    String virtualPortalId = null;
    String acl = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "type" -> type = type(text());
        case "guid" -> guid = text();
        case "deleted" -> deleted = Boolean.TRUE.equals(flag());
        case "name" -> name = text();
        case "parent_guid" -> parentGuid = text();
        case "folder_id" -> folderId = number();
        case "id" -> fileId = number();
        case "size" -> size = number();
        case "gvsn" -> gvsn = text();
        case "file_timestamp" -> fileTimestamp = PortalTime.parse(text());
        case "portal_modified_date" -> portalModified = PortalTime.parse(text());
        case "modified" -> modified = PortalTime.parse(text());
        case "virtual_portal_id" -> virtualPortalId = text();
        case "acl" -> acl = text();
        default -> json.skipChildren();
      }
    }
    if (guid == null || guid.isEmpty()) {
      throw malformed("entry " + number + " of its page has no guid");
    }
    return new FileEvent(
        type,
        guid,
        deleted,
        name == null ? "" : name,
        parentGuid,
        folderId,
        fileId,
        size,
        gvsn,
        fileTimestamp,
        portalModified != null ? portalModified : modified,
        virtualPortalId,
        acl,
        null);
  }

  private static FileEvent.Type type(String text) {
    return switch (text == null ? "" : text) {
      case "file" -> FileEvent.Type.FILE;
      case "folder" -> FileEvent.Type.FOLDER;
      default -> FileEvent.Type.OTHER;
    };
  }

  /** A text, or a number or flag as text; null for anything else. */
  private String text() throws IOException {
    switch (json.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE:
        return json.getText();
      default:
        json.skipChildren();
        return null;
    }
  }

  private Boolean flag() throws IOException {
    String text = text();
    return text == null ? null : Boolean.valueOf(text);
  }

  /** A whole number from 0, or {@link FileRef#UNKNOWN}. */
  private long number() throws IOException {
    String text = text();
    try {
      return text == null ? FileRef.UNKNOWN : Math.max(FileRef.UNKNOWN, Long.parseLong(text));
    } catch (NumberFormatException e) {
      return FileRef.UNKNOWN;
    }
  }

  private void start(JsonToken expected) throws IOException {
    if (json.nextToken() != expected) {
      throw new ListingSyntaxException("the portal's answer is not the JSON that it should be");
    }
  }

  private void end() throws IOException {
    if (json.nextToken() != null) {
      throw new ListingSyntaxException("the portal's answer goes on after its end");
    }
  }

  private static NotificationException malformed(String what) {
    return new NotificationException(
        ErrorCode.MALFORMED_LISTING,
        "Notification Service: the portal's answer is malformed: " + what);
  }
}

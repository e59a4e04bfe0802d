// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.notify;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;

/**
 * What a page tells of a file or folder.
 *
 * @param parentGuid null for a cloud drive folder
 * @param fileId 0 for a folder
 * @param gvsn version; grows with every change of anything
 */
public record Event(
    boolean folder,
    String guid,
    String parentGuid,
    boolean deleted,
    String name,
    long folderId,
    long fileId,
    long size,
    long gvsn,
    Instant fileTimestamp,
    Instant modified) {

  private static final String ACL = "O:BAG:BAD:(A;;FA;;;BA)";

  /** The same as it was before it was deleted. */
  public Event before() {
    return new Event(
        folder,
        guid,
        parentGuid,
        false,
        name,
        folderId,
        fileId,
        size,
        gvsn - 1,
        fileTimestamp,
        modified);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("type", folder ? "folder" : "file");
    json.writeStringField("guid", guid);
    json.writeStringField("parent_guid", parentGuid);
    json.writeBooleanField("deleted", deleted);
    json.writeStringField("name", name);
    json.writeNumberField("folder_id", folderId);
    json.writeStringField("gvsn", Long.toString(gvsn));
    json.writeStringField("portal_modified_date", modified.toString());
    if (!folder) {
      json.writeNumberField("id", fileId);
      json.writeNumberField("size", size);
      json.writeStringField("file_timestamp", fileTimestamp.toString());
      json.writeStringField("acl", ACL);
    }
  }
}

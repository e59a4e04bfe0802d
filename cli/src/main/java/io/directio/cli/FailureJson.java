// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.directio.ErrorCode;
import java.io.IOException;

/** A file that failed, for machines. */
final class FailureJson {

  private FailureJson() {}

  static void write(long fileId, String path, ErrorCode code, String message, JsonGenerator json)
      throws IOException {
    json.writeStringField("type", "failed");
    json.writeNumberField("file_id", fileId);
    json.writeStringField("path", path);
    json.writeObjectFieldStart("error");
    json.writeStringField("code", code.text());
    json.writeStringField("message", message);
    json.writeEndObject();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import io.directio.emulator.wire.RequestHead;
import java.util.Arrays;
import java.util.List;

/** The calls of the S3 API that are told apart. */
public enum S3Call {
  CREATE_UPLOAD,
  UPLOAD_PART,
  COPY_PART,
  COMPLETE_UPLOAD,
  ABORT_UPLOAD,
  PUT,
  COPY,
  GET,
  HEAD,
  LIST,
  DELETE,
  OTHER;

  static S3Call of(RequestHead head) {
    List<String> names = parameters(head);
    boolean copies = head.headers().first("x-amz-copy-source").isPresent();
    return switch (head.method()) {
      case "PUT" ->
          names.contains("uploadId") ? copies ? COPY_PART : UPLOAD_PART : copies ? COPY : PUT;
      case "POST" ->
          names.contains("uploads")
              ? CREATE_UPLOAD
              : names.contains("uploadId")
                  ? COMPLETE_UPLOAD
                  : names.contains("delete") ? DELETE : OTHER;
      case "GET" -> names.contains("list-type") ? LIST : names.isEmpty() ? GET : OTHER;
      case "HEAD" -> HEAD;
      case "DELETE" -> names.contains("uploadId") ? ABORT_UPLOAD : DELETE;
      default -> OTHER;
    };
  }

  /** The names of the parameters, without those that only tell which of the API's methods it is. */
  private static List<String> parameters(RequestHead head) {
    int query = head.target().indexOf('?');
    if (query < 0) {
      return List.of();
    }
    return Arrays.stream(head.target().substring(query + 1).split("&"))
        .map(pair -> pair.split("=", 2)[0])
        .filter(name -> !name.equals("x-id"))
        .toList();
  }
}

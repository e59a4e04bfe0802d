// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

/** Status, headers and body of an answer. Length and transfer coding are added when it is sent. */
public record Response(int status, Headers headers, Body body) {
  /** A response with a content type and a short text. */
  public static Response of(int status, String contentType, String text) {
    return new Response(status, new Headers().add("Content-Type", contentType), Body.of(text));
  }

  /** The same with another body. */
  public Response with(Body other) {
    return new Response(status, headers, other);
  }

  static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 206 -> "Partial Content";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 307 -> "Temporary Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 416 -> "Range Not Satisfiable";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "Status";
    };
  }
}

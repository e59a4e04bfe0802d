// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.IOException;
import java.util.Optional;

/**
 * What stands before the body of a request: method, target (byte for byte as received) and headers.
 */
public record RequestHead(String method, String target, Headers headers) {
  /**
   * Reads one head.
   *
   * @return empty when the peer closed the connection before the first byte
   * @throws IOException when the connection is lost inside the head, or the head isn't HTTP
   */
  static Optional<RequestHead> read(WireInput in) throws IOException {
    String first = in.readLine();
    while (first != null && first.isEmpty()) {
      first = in.readLine();
    }
    if (first == null) {
      return Optional.empty();
    }
    String[] parts = first.split(" ", 3);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new IOException("not an HTTP/1.x request line");
    }
    return Optional.of(new RequestHead(parts[0], parts[1], readHeaders(in)));
  }

  static Headers readHeaders(WireInput in) throws IOException {
    Headers headers = new Headers();
    for (String line = in.readLine(); ; line = in.readLine()) {
      if (line == null) {
        throw new IOException("connection lost inside the headers");
      }
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("malformed header line");
      }
      headers.add(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
    }
  }

  /** The same with another target. */
  public RequestHead with(String other) {
    return new RequestHead(method, other, headers);
  }

  /** The same without a header. */
  public RequestHead without(String header) {
    Headers fewer = new Headers();
    headers.fields().forEach(field -> fewer.add(field.getKey(), field.getValue()));
    return new RequestHead(method, target, fewer.remove(header));
  }

  /** The target without its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The raw value of a query parameter. */
  public Optional<String> parameter(String name) {
    int query = target.indexOf('?');
    if (query < 0) {
      return Optional.empty();
    }
    for (String pair : target.substring(query + 1).split("&")) {
      if (pair.startsWith(name)
          && pair.length() > name.length()
          && pair.charAt(name.length()) == '=') {
        return Optional.of(pair.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  /** Whether this text stands in the target or in the value of a header. */
  public boolean mentions(String text) {
    return target.contains(text)
        || headers.fields().stream().anyMatch(field -> field.getValue().contains(text));
  }

  /** Redacted: a target can hold a signature, a header a credential. */
  @Override
  public String toString() {
    return method + " " + path();
  }
}

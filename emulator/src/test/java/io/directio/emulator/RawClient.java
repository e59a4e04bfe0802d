// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Sends one request over a bare socket and keeps every byte that comes back, and how it ended. */
final class RawClient {
  enum End {
    CLOSED,
    RESET,
    SILENT
  }

  /** What came back: everything up to the body, the body as it travelled, and the end. */
  record Answer(String head, byte[] body, End end) {
    int status() {
      return Integer.parseInt(head.split(" ", 3)[1]);
    }

    long contentLength() {
      return head.lines()
          .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: "))
          .mapToLong(line -> Long.parseLong(line.substring(16).trim()))
          .findFirst()
          .orElse(-1);
    }
  }

  private RawClient() {}

  /** GETs a URL and reads until the end of the connection, or until nothing came for a while. */
  static Answer get(String url, int patienceMillis, String... headers) throws IOException {
    URI uri = URI.create(url);
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(patienceMillis);
      String target = url.substring(url.indexOf('/', url.indexOf("//") + 2));
      StringBuilder request =
          new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      request.append("\r\n");
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      return read(socket.getInputStream());
    }
  }

  private static Answer read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    End end = End.CLOSED;
    byte[] buffer = new byte[64 * 1024];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes.write(buffer, 0, n);
      }
    } catch (SocketTimeoutException e) {
      end = End.SILENT;
    } catch (SocketException e) {
      end = End.RESET;
    }
    byte[] all = bytes.toByteArray();
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int body = text.indexOf("\r\n\r\n");
    return body < 0
        ? new Answer(text, new byte[0], end)
        : new Answer(text.substring(0, body), Arrays.copyOfRange(all, body + 4, all.length), end);
  }
}

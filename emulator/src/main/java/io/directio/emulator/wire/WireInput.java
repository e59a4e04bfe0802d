// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes that come in on a connection, with lines. Not synchronized, unlike the JDK's buffered
 * stream: heads are read byte by byte.
 */
final class WireInput extends InputStream {
  private static final int LONGEST_LINE = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[16 * 1024];
  private int from;
  private int to;

  WireInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[from++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (from == to && length >= buffer.length) {
      return in.read(bytes, offset, length);
    }
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, to - from);
    System.arraycopy(buffer, from, bytes, offset, n);
    from += n;
    return n;
  }

  /**
   * A line without its end.
   *
   * @return null when the connection ended before its first byte
   * @throws EOFException when it ended later
   */
  String readLine() throws IOException {
    byte[] line = new byte[256];
    int length = 0;
    while (true) {
      if (!fill()) {
        if (length == 0) {
          return null;
        }
        throw new EOFException("connection lost inside a line");
      }
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      if (length + end - from > LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
      }
      line =
          length + end - from > line.length ? Arrays.copyOf(line, 2 * (length + end - from)) : line;
      System.arraycopy(buffer, from, line, length, end - from);
      length += end - from;
      from = end;
      if (end < to) {
        from++;
        int text = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, text, StandardCharsets.ISO_8859_1);
      }
    }
  }

  private boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return from < to;
  }
}

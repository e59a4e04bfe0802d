// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a response: written once, as a stream. */
public interface Body {
  /** Size of the pieces in which bodies are copied. */
  int PIECE = 128 * 1024;

  /** Length in bytes, or -1 when it is not known beforehand (sent chunked). */
  long length();

  /** Writes all of it. */
  void writeTo(OutputStream out) throws IOException;

  /** Nothing. */
  static Body empty() {
    return of(new byte[0]);
  }

  /** These bytes. */
  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }

  /** This text in UTF-8. */
  static Body of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What the stream holds, {@code length} bytes or until its end when -1. */
  static Body of(InputStream in, long length) {
    return new Body() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        byte[] piece = new byte[length < 0 ? PIECE : (int) Math.max(1, Math.min(PIECE, length))];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          out.write(piece, 0, n);
        }
      }
    };
  }
}

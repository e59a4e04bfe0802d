// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.IOException;
import java.io.InputStream;

/** The next {@code length} bytes of a connection; a connection that ends earlier is an error. */
final class BoundedInput extends InputStream {
  private final InputStream in;
  private long left;

  BoundedInput(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int n = in.read(bytes, offset, (int) Math.min(length, left));
    if (n < 0) {
      throw new IOException("connection lost with " + left + " bytes of the body missing");
    }
    left -= n;
    return n;
  }

  /** Bytes that are still to come. */
  long left() {
    return left;
  }

  boolean exhausted() {
    return left == 0;
  }

  void drain() throws IOException {
    if (left > 0) {
      skipNBytes(left);
    }
  }
}

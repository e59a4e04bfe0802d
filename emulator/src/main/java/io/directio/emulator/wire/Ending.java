// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Has something done before the last bytes of a body of known length are written. */
final class Ending extends FilterOutputStream {
  private final Runnable last;
  private long left;

  Ending(OutputStream out, long length, Runnable last) {
    super(out);
    this.left = length;
    this.last = last;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    left -= length;
    if (left <= 0) {
      last.run();
    }
    out.write(bytes, offset, length);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.IOException;
import java.io.InputStream;

/** The plain bytes of a chunked body. */
final class ChunkedInput extends InputStream {
  private final WireInput in;
  private int left;
  private boolean ended;

  ChunkedInput(WireInput in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    while (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int b = in.read();
    if (b < 0) {
      throw new IOException("connection lost inside a chunk");
    }
    if (--left == 0) {
      in.readLine();
    }
    return b;
  }

  private void nextChunk() throws IOException {
    String size = in.readLine();
    if (size == null) {
      throw new IOException("connection lost between chunks");
    }
    left = Integer.parseInt(size.trim().split(";")[0], 16);
    if (left == 0) {
      RequestHead.readHeaders(in);
      ended = true;
    }
  }
}

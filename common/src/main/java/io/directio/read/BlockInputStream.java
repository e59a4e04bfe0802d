// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Block;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A stream of blocks as a stream of bytes. A block is copied only into what the caller gives.
 *
 * <p><b>Threading:</b> one thread reads; {@link #close()} may be called by any.
 */
final class BlockInputStream extends InputStream {

  private final BlockStream blocks;
  private Block block;
  private int position;
  private volatile boolean closed;

  BlockInputStream(BlockStream blocks) {
    this.blocks = blocks;
  }

  @Override
  public int read() throws IOException {
    return fill() ? block.array()[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, block.length() - position);
    System.arraycopy(block.array(), position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() throws IOException {
    return block == null ? 0 : block.length() - position;
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    long transferred = 0;
    while (fill()) {
      int count = block.length() - position;
      out.write(block.array(), position, count);
      position += count;
      transferred += count;
    }
    return transferred;
  }

  private boolean fill() throws IOException {
    if (closed) {
      throw new IOException("The stream is closed");
    }
    while (block == null || position == block.length()) {
      block = blocks.take();
      position = 0;
      if (block == null) {
        if (closed) {
          throw new IOException("The stream was closed");
        }
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    blocks.close();
  }
}

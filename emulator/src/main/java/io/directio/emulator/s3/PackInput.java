// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** Extents as one stream that reads ahead, as s3proxy asks for 8 KiB at a time. */
final class PackInput extends InputStream {
  private static final int PIECE = 128 * 1024;

  private final Pack pack;
  private final Iterator<Extent> extents;
  private final byte[] piece;
  private long left;
  private long position;
  private long leftOfExtent;
  private int next;
  private int end;

  /**
   * @param from where in what they hold together it begins
   */
  PackInput(Pack pack, List<Extent> extents, long from, long length) {
    this.pack = pack;
    this.extents = extents.iterator();
    this.left = length;
    this.piece = new byte[(int) Math.min(PIECE, length)];
    for (long skipped = from; skipped > 0 && length > 0; ) {
      nextExtent();
      long n = Math.min(skipped, leftOfExtent);
      position += n;
      leftOfExtent -= n;
      skipped -= n;
    }
  }

  @Override
  public int read() throws IOException {
    return more() ? piece[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int n = Math.min(length, end - next);
    System.arraycopy(piece, next, bytes, offset, n);
    next += n;
    return n;
  }

  private boolean more() throws IOException {
    while (next == end && left > 0) {
      if (leftOfExtent == 0) {
        nextExtent();
      }
      next = 0;
      end = (int) Math.min(piece.length, Math.min(left, leftOfExtent));
      pack.read(position, piece, end);
      position += end;
      leftOfExtent -= end;
      left -= end;
    }
    return next < end;
  }

  private void nextExtent() {
    Extent extent = extents.next();
    position = extent.position();
    leftOfExtent = extent.length();
  }
}

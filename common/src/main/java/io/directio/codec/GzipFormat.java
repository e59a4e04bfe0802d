// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952, any number of members) straight into the block, and checks all that
 * gzip offers: the header with its own checksum if it has one, and each member's CRC-32 and length.
 *
 * <p>{@code GZIPInputStream} would need another copy, and forgives bytes after the end.
 */
final class GzipFormat implements AutoCloseable {

  private static final int FIXED_HEADER_LENGTH = 10;
  private static final int TRAILER_LENGTH = 8;
  private static final int DEFLATE = 8;

  private static final int HAS_HEADER_CRC = 1 << 1;
  private static final int HAS_EXTRA = 1 << 2;
  private static final int HAS_NAME = 1 << 3;
  private static final int HAS_COMMENT = 1 << 4;
  private static final int RESERVED = 0xE0;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();

  /** Where a byte beyond the end of the block would go, to see that there is one. */
  private final byte[] overflow = new byte[1];

  static boolean isGzip(byte[] data, int from, int to) {
    return to - from >= 2 && data[from] == 0x1F && data[from + 1] == (byte) 0x8B;
  }

  /**
   * Decompresses all members.
   *
   * @return how many bytes were written, at most {@code length}
   */
  int decompress(byte[] data, int from, int to, byte[] block, int length) throws CorruptBlock {
    int in = from;
    int out = 0;
    while (in < to) {
      in = skipHeader(data, in, to);
      inflater.reset();
      inflater.setInput(data, in, to - in);
      int start = out;
      try {
        out = inflate(block, out, length);
        in = to - inflater.getRemaining();
      } finally {
        // Lets go of the array.
        inflater.setInput(overflow, 0, 0);
      }
      in = checkTrailer(data, in, to, block, start, out);
    }
    return out;
  }

  private int inflate(byte[] block, int at, int length) throws CorruptBlock {
    int out = at;
    try {
      while (!inflater.finished()) {
        boolean full = out == length;
        int n = full ? inflater.inflate(overflow) : inflater.inflate(block, out, length - out);
        if (full && n > 0) {
          throw CorruptBlock.decompress("its gzip data would become longer than the block");
        }
        if (n == 0 && !inflater.finished()) {
          throw CorruptBlock.decompress("its gzip data was cut");
        }
        out += n;
      }
    } catch (DataFormatException e) {
      throw CorruptBlock.decompress("its gzip data is damaged", e);
    }
    return out;
  }

  private int checkTrailer(byte[] data, int in, int to, byte[] block, int start, int end)
      throws CorruptBlock {
    if (to - in < TRAILER_LENGTH) {
      throw CorruptBlock.decompress("its gzip data ends within its checksum");
    }
    crc.reset();
    crc.update(block, start, end - start);
    if (littleEndian(data, in, 4) != crc.getValue()) {
      throw CorruptBlock.decompress("its gzip checksum is wrong");
    }
    if (littleEndian(data, in + 4, 4) != end - start) {
      throw CorruptBlock.decompress("its gzip data has another length than it says");
    }
    return in + TRAILER_LENGTH;
  }

  private int skipHeader(byte[] data, int from, int to) throws CorruptBlock {
    if (!isGzip(data, from, to)) {
      throw CorruptBlock.decompress("something that is not gzip follows its gzip data");
    }
    int in = need(from, FIXED_HEADER_LENGTH, to);
    int flags = data[from + 3];
    if (data[from + 2] != DEFLATE || (flags & RESERVED) != 0) {
      throw CorruptBlock.decompress("its gzip header is of an unknown kind");
    }
    if ((flags & HAS_EXTRA) != 0) {
      int extra = need(in, 2, to);
      in = need(extra, (int) littleEndian(data, in, 2), to);
    }
    if ((flags & HAS_NAME) != 0) {
      in = skipText(data, in, to);
    }
    if ((flags & HAS_COMMENT) != 0) {
      in = skipText(data, in, to);
    }
    if ((flags & HAS_HEADER_CRC) != 0) {
      int end = need(in, 2, to);
      crc.reset();
      crc.update(data, from, in - from);
      if (littleEndian(data, in, 2) != (crc.getValue() & 0xFFFF)) {
        throw CorruptBlock.decompress("the checksum of its gzip header is wrong");
      }
      in = end;
    }
    return in;
  }

  private static int skipText(byte[] data, int from, int to) throws CorruptBlock {
    for (int in = from; in < to; in++) {
      if (data[in] == 0) {
        return in + 1;
      }
    }
    throw cutHeader();
  }

  private static int need(int from, int length, int to) throws CorruptBlock {
    if (to - from < length) {
      throw cutHeader();
    }
    return from + length;
  }

  private static CorruptBlock cutHeader() {
    return CorruptBlock.decompress("its gzip data ends within its header");
  }

  private static long littleEndian(byte[] data, int at, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | data[at + i] & 0xFF;
    }
    return value;
  }

  @Override
  public void close() {
    inflater.end();
  }
}

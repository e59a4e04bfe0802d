// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.xerial.snappy.Snappy;

/** Payloads of blocks, before encryption: well-formed ones and hostile ones. */
public final class Payloads {
  /** How snappy-java's stream framing begins. */
  private static final byte[] SNAPPY_MAGIC = {
    (byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1
  };

  private static final int SNAPPY_CHUNK = 32 * 1024;

  private Payloads() {}

  /**
   * Snappy in snappy-java's stream framing: a header, then chunks with their lengths before them.
   */
  public static byte[] snappyFramed(byte[] plain) {
    int chunks = (plain.length + SNAPPY_CHUNK - 1) / SNAPPY_CHUNK;
    int largest = 4 + Snappy.maxCompressedLength(Math.min(SNAPPY_CHUNK, plain.length));
    ByteBuffer out = ByteBuffer.allocate(SNAPPY_MAGIC.length + chunks * largest);
    out.put(SNAPPY_MAGIC);
    try {
      for (int at = 0; at < plain.length; at += SNAPPY_CHUNK) {
        int length = Math.min(SNAPPY_CHUNK, plain.length - at);
        int written = Snappy.compress(plain, at, length, out.array(), out.position() + 4);
        out.putInt(written);
        out.position(out.position() + written);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("compression in memory failed", e);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** One raw snappy chunk. */
  public static byte[] snappyRaw(byte[] plain) {
    try {
      return Snappy.compress(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("compression in memory failed", e);
    }
  }

  /** Gzip. */
  public static byte[] gzip(byte[] plain) {
    return gzip(plain, 1);
  }

  /** A gzip bomb: zeros, a thousandth of which it weighs. */
  public static byte[] gzipBomb(int mebibytes) {
    return gzip(new byte[1024 * 1024], mebibytes);
  }

  /** A framed snappy bomb: zeros, a twentieth of which it weighs. */
  public static byte[] snappyFramedBomb(int mebibytes) {
    byte[] chunk = snappyRaw(new byte[1024 * 1024]);
    ByteBuffer out = ByteBuffer.allocate(SNAPPY_MAGIC.length + mebibytes * (4 + chunk.length));
    out.put(SNAPPY_MAGIC);
    for (int i = 0; i < mebibytes; i++) {
      out.putInt(chunk.length).put(chunk);
    }
    return out.array();
  }

  /** A raw snappy bomb: zeros, a twentieth of which it weighs. */
  public static byte[] snappyRawBomb(int mebibytes) {
    return snappyRaw(new byte[mebibytes * 1024 * 1024]);
  }

  /** A raw snappy chunk that claims to hold {@code length} bytes, up to 2^32-1, and holds few. */
  public static byte[] snappyRawClaiming(long length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = length;
    for (; left > 0x7f; left >>>= 7) {
      out.write((int) (left & 0x7f | 0x80));
    }
    out.write((int) left);
    out.writeBytes(new byte[] {4, 'a', 'b'});
    return out.toByteArray();
  }

  /**
   * Framed snappy whose first chunk claims to have this compressed length: negative, or beyond the
   * end.
   */
  public static byte[] snappyFramedClaiming(int chunkLength) {
    return ByteBuffer.allocate(SNAPPY_MAGIC.length + 4 + 3)
        .put(SNAPPY_MAGIC)
        .putInt(chunkLength)
        .put(new byte[] {2, 4, 'a'})
        .array();
  }

  /** Framed snappy whose first chunk claims to hold {@code length} plain bytes, up to 2^32-1. */
  public static byte[] snappyFramedChunkClaiming(long length) {
    byte[] chunk = snappyRawClaiming(length);
    return ByteBuffer.allocate(SNAPPY_MAGIC.length + 4 + chunk.length)
        .put(SNAPPY_MAGIC)
        .putInt(chunk.length)
        .put(chunk)
        .array();
  }

  /** All but the last {@code bytes} of a payload. */
  public static byte[] cut(byte[] payload, int bytes) {
    return Arrays.copyOf(payload, payload.length - bytes);
  }

  private static byte[] gzip(byte[] plain, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out, 64 * 1024)) {
      for (int i = 0; i < times; i++) {
        gzip.write(plain);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("compression in memory failed", e);
    }
    return out.toByteArray();
  }
}

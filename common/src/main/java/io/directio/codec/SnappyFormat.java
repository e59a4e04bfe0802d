// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import java.io.IOException;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/**
 * Decompresses snappy, raw and in snappy-java's stream framing, straight into the block.
 *
 * <p>Native code writes as many bytes as a chunk declares. Therefore every declared length, of a
 * chunk and of what it becomes, is checked against what is left before native code is called.
 */
final class SnappyFormat {

  private static final int HEADER_LENGTH = 16;
  private static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};

  private SnappyFormat() {}

  static boolean isFramed(byte[] data, int from, int to) {
    if (to - from < MAGIC.length) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (data[from + i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Decompresses a framed stream. The header's two version numbers say nothing that is needed: a
   * stream of another kind would not decompress to the right length.
   *
   * @return how many bytes were written, at most {@code length}
   */
  static int framed(byte[] data, int from, int to, byte[] block, int length) throws CorruptBlock {
    if (to - from < HEADER_LENGTH) {
      throw CorruptBlock.decompress("its snappy stream ends within its header");
    }
    int in = from + HEADER_LENGTH;
    int out = 0;
    while (in < to) {
      if (to - in < Integer.BYTES) {
        throw CorruptBlock.decompress("its snappy stream ends within the length of a chunk");
      }
      int chunk = bigEndian(data, in);
      in += Integer.BYTES;
      if (chunk < 1 || chunk > to - in) {
        throw CorruptBlock.decompress(
            "its snappy stream has a chunk of "
                + Integer.toUnsignedString(chunk)
                + " bytes where "
                + (to - in)
                + " are left");
      }
      out = raw(data, in, in + chunk, block, out, length);
      in += chunk;
    }
    return out;
  }

  /**
   * Decompresses one raw chunk.
   *
   * @param at where in the block its bytes go
   * @return the position after its last byte, at most {@code length}
   */
  static int raw(byte[] data, int from, int to, byte[] block, int at, int length)
      throws CorruptBlock {
    // The declared length: little-endian groups of 7 bits, at most 32 bits. Snappy itself reads it
    // in the same way, so that both see the same number.
    long declared = 0;
    int in = from;
    for (int shift = 0; ; shift += 7) {
      if (in == to || shift > 28) {
        throw CorruptBlock.decompress("a snappy chunk does not declare its length");
      }
      byte group = data[in++];
      declared |= (long) (group & 0x7F) << shift;
      if (group >= 0) {
        break;
      }
    }
    if (declared > length - at) {
      throw CorruptBlock.decompress(
          "a snappy chunk would become "
              + declared
              + " bytes where "
              + (length - at)
              + " are left of the block");
    }
    if (declared == 0) {
      if (in != to) {
        throw CorruptBlock.decompress("a snappy chunk declares no bytes, and has some");
      }
      return at;
    }
    int written;
    try {
      written = Snappy.uncompress(data, from, to - from, block, at);
    } catch (IOException | RuntimeException e) {
      // Unchecked where snappy-java was told to use its Java code instead of the native one.
      throw CorruptBlock.decompress("a snappy chunk is damaged", e);
    } catch (LinkageError | SnappyError e) {
      throw new IllegalStateException(
          "Snappy's native library can't be loaded: let -Dorg.xerial.snappy.tempdir name a"
              + " directory from which programs may be run, or set"
              + " -Dorg.xerial.snappy.purejava=true, which is slower",
          e);
    }
    if (written != declared) {
      throw CorruptBlock.decompress("a snappy chunk became another length than it declares");
    }
    return at + written;
  }

  private static int bigEndian(byte[] data, int at) {
    return (data[at] & 0xFF) << 24
        | (data[at + 1] & 0xFF) << 16
        | (data[at + 2] & 0xFF) << 8
        | data[at + 3] & 0xFF;
  }
}

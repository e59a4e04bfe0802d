// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.codec;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.xerial.snappy.Snappy;

/**
 * The least that decoding must do, each step by itself, from one array that exists into another,
 * without a single check: what the whole is measured against.
 */
public final class BareSteps {

  private static final int PIECE = 16 * 1024;

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 gzipChecksum = new CRC32();
  private final CRC32C digest = new CRC32C();

  /** For objects under this key. */
  public BareSteps(byte[] key) throws GeneralSecurityException {
    this.cipher = Cipher.getInstance("AES/CBC/NoPadding");
    this.key = new SecretKeySpec(key, "AES");
  }

  /** AES-256-CBC in pieces; the padding stays where it is. */
  public int decrypt(byte[] object, int length, byte[] to) throws GeneralSecurityException {
    cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(object, 1, 16));
    int out = 0;
    for (int in = 17; in < length; in += PIECE) {
      out += cipher.update(object, in, Math.min(PIECE, length - in), to, out);
    }
    return out;
  }

  /** Decompression; a plain copy where nothing is compressed and nothing was decrypted. */
  public int decompress(StoredFormat format, byte[] payload, int length, byte[] to)
      throws Exception {
    switch (format) {
      case SNAPPY_FRAMED -> {
        ByteBuffer lengths = ByteBuffer.wrap(payload);
        int out = 0;
        int in = 16;
        while (in < length) {
          int chunk = lengths.getInt(in);
          out += Snappy.uncompress(payload, in + 4, chunk, to, out);
          in += 4 + chunk;
        }
        return out;
      }
      case SNAPPY_RAW -> {
        return Snappy.uncompress(payload, 0, length, to, 0);
      }
      case GZIP -> {
        inflater.reset();
        inflater.setInput(payload, 10, length - 10);
        int out = inflater.inflate(to, 0, to.length);
        gzipChecksum.reset();
        gzipChecksum.update(to, 0, out);
        return out;
      }
      default -> {
        System.arraycopy(payload, 0, to, 0, length);
        return length;
      }
    }
  }

  /** CRC-32C. */
  public long digest(byte[] block, int length) {
    digest.reset();
    digest.update(block, 0, length);
    return digest.getValue();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyOutputStream;

/**
 * Writes blocks for the tests with what the JDK and snappy-java offer, and with none of the
 * decoder's code or constants, so that a mistake there can't cancel out.
 */
final class BlockEncoder {

  /** How a payload is made. */
  enum Codec {
    NONE,
    GZIP,
    SNAPPY_FRAMED,
    SNAPPY_RAW
  }

  private BlockEncoder() {}

  static byte[] compress(Codec codec, byte[] plain) {
    try {
      return switch (codec) {
        case NONE -> plain.clone();
        case SNAPPY_RAW -> Snappy.compress(plain);
        case GZIP -> {
          var bytes = new ByteArrayOutputStream();
          try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
          }
          yield bytes.toByteArray();
        }
        case SNAPPY_FRAMED -> {
          var bytes = new ByteArrayOutputStream();
          try (OutputStream out = new SnappyOutputStream(bytes)) {
            out.write(plain);
          }
          yield bytes.toByteArray();
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] encrypt(byte[] key, byte[] payload) {
    byte[] iv = new byte[16];
    new Random(payload.length).nextBytes(iv);
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return concat(new byte[] {1}, iv, cipher.doFinal(payload));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Encrypts without padding: the payload ends as the test wants it to. */
  static byte[] encryptUnpadded(byte[] key, byte[] payload) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      return concat(new byte[17], cipher.doFinal(payload));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] withAzurePrefix(byte[] object) {
    byte[] prefix = new byte[16];
    new Random(object.length).nextBytes(prefix);
    return concat(prefix, object);
  }

  static byte[] concat(byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** Bytes that compress somewhat: words and noise. */
  static byte[] sample(long seed, int length) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    for (int at = 0; at < length; at += 50 + random.nextInt(100)) {
      int end = Math.min(length, at + random.nextInt(80));
      for (int i = at; i < end; i++) {
        bytes[i] = (byte) "Direct IO! ".charAt((i - at) % 11);
      }
    }
    return bytes;
  }
}

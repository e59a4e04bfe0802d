// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.codec;

import io.directio.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyOutputStream;

/** The ways in which a portal stores a block, written with the JDK and snappy-java alone. */
public enum StoredFormat {
  /** Snappy-java's stream framing, chunks of 32 KB: what portals write by default. */
  SNAPPY_FRAMED(Compression.SNAPPY) {
    @Override
    byte[] compress(byte[] block) throws IOException {
      var bytes = new ByteArrayOutputStream(block.length);
      try (OutputStream out = new SnappyOutputStream(bytes)) {
        out.write(block);
      }
      return bytes.toByteArray();
    }
  },
  /** One raw chunk of the whole block. */
  SNAPPY_RAW(Compression.SNAPPY) {
    @Override
    byte[] compress(byte[] block) throws IOException {
      return Snappy.compress(block);
    }
  },
  /** One gzip member. */
  GZIP(Compression.GZIP) {
    @Override
    byte[] compress(byte[] block) throws IOException {
      var bytes = new ByteArrayOutputStream(block.length);
      try (OutputStream out = new GZIPOutputStream(bytes)) {
        out.write(block);
      }
      return bytes.toByteArray();
    }
  },
  /** The plain bytes. */
  NONE(Compression.NONE) {
    @Override
    byte[] compress(byte[] block) {
      return block.clone();
    }
  };

  private final Compression compression;

  StoredFormat(Compression compression) {
    this.compression = compression;
  }

  /** What the listing would say. */
  public Compression compression() {
    return compression;
  }

  /** The compressed form of a block. */
  abstract byte[] compress(byte[] block) throws IOException;

  /** Header byte, initialisation vector, AES-256-CBC ciphertext with PKCS#7 padding. */
  static byte[] encrypt(byte[] key, byte[] payload) throws GeneralSecurityException {
    byte[] iv = new byte[16];
    new Random(payload.length).nextBytes(iv);
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    var object = new ByteArrayOutputStream(payload.length + 48);
    object.write(1);
    object.writeBytes(iv);
    object.writeBytes(cipher.doFinal(payload));
    return object.toByteArray();
  }
}

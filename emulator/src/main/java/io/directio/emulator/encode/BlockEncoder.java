// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.encode;

import io.directio.emulator.Codec;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * From the plain bytes of a block to the object that is stored.
 *
 * <p><em>Threading:</em> immutable; may be used by many threads at once.
 */
public final class BlockEncoder {
  private static final int AES_BLOCK = 16;

  /** A whole block in one call would never reach the JDK's fast path. */
  private static final int CIPHER_PIECE = 16 * 1024;

  private final Codec codec;
  private final boolean azurePrefix;

  /**
   * An encoder.
   *
   * @param azurePrefix whether encoded objects begin with the 16 bytes of the MD5 of the rest
   */
  public BlockEncoder(Codec codec, boolean azurePrefix) {
    this.codec = codec;
    this.azurePrefix = azurePrefix;
  }

  /**
   * The object of a block.
   *
   * @param digest of the plain bytes, at least 17: the header byte and the IV are taken from it, so
   *     that equal blocks become equal objects
   * @param number of the block, from 1: decides the format when formats are mixed
   * @param key empty = not encrypted
   */
  public byte[] encode(byte[] plain, byte[] digest, int number, Optional<FileKey> key) {
    return seal(compress(plain, format(number)), digest, key);
  }

  /**
   * Encrypts and prefixes a payload as it is, whatever it holds: well-formed or hostile.
   *
   * @param digest as above
   */
  public byte[] seal(byte[] payload, byte[] digest, Optional<FileKey> key) {
    byte[] object = key.isPresent() ? encrypt(payload, digest, key.get()) : payload;
    return azurePrefix ? prefixed(object) : object;
  }

  /**
   * The format that a block of this number gets: two blocks have the same format if this is equal.
   */
  public Codec format(int number) {
    if (codec != Codec.MIXED) {
      return codec;
    }
    return switch (number % 3) {
      case 1 -> Codec.SNAPPY;
      case 2 -> Codec.GZIP;
      default -> Codec.SNAPPY_RAW;
    };
  }

  /** How many bytes stand before the header byte of an encrypted object. */
  public int prefixLength() {
    return azurePrefix ? AES_BLOCK : 0;
  }

  private static byte[] compress(byte[] plain, Codec format) {
    return switch (format) {
      case SNAPPY -> Payloads.snappyFramed(plain);
      case SNAPPY_RAW -> Payloads.snappyRaw(plain);
      case GZIP -> Payloads.gzip(plain);
      case NONE -> plain;
      case MIXED -> throw new IllegalArgumentException("a block has one format");
    };
  }

  private static byte[] encrypt(byte[] payload, byte[] digest, FileKey key) {
    try {
      // The meaning of the header byte isn't public, so any value will do, and a reader must not
      // rely on one.
      byte[] iv = Arrays.copyOf(digest, AES_BLOCK);
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, key.spec(), new IvParameterSpec(iv));
      int sealed = (payload.length / AES_BLOCK + 1) * AES_BLOCK;
      byte[] object = new byte[1 + AES_BLOCK + sealed];
      object[0] = digest[AES_BLOCK];
      System.arraycopy(iv, 0, object, 1, AES_BLOCK);
      int at = 1 + AES_BLOCK;
      for (int from = 0; from < payload.length; from += CIPHER_PIECE) {
        int length = Math.min(CIPHER_PIECE, payload.length - from);
        at += cipher.update(payload, from, length, object, at);
      }
      cipher.doFinal(object, at);
      return object;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  private static byte[] prefixed(byte[] object) {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(object);
      byte[] prefixed = Arrays.copyOf(md5, md5.length + object.length);
      System.arraycopy(object, 0, prefixed, md5.length, object.length);
      return prefixed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}

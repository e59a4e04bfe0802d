// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * Decrypts objects: one header byte, 16 bytes of initialisation vector, AES-256-CBC ciphertext with
 * PKCS#7 padding.
 *
 * <p>The cipher is fed in pieces and told not to care for padding. HotSpot replaces the CBC loop by
 * vector instructions once it has been called often enough: a call per block of several megabytes
 * takes gigabytes to get there, a call per 16 KB takes one block. Padding of the cipher's own would
 * also make it buffer and copy.
 */
final class BlockCipher {

  /** Bytes of an AES block, of an initialisation vector, and of Azure's prefix. */
  static final int AES_BLOCK = 16;

  /** Bytes in front of the ciphertext: the header and the initialisation vector. */
  static final int LEAD = 1 + AES_BLOCK;

  private static final int PIECE = 16 * 1024;

  private final Cipher cipher;

  /** One piece, and room for what a provider's cipher may have held back. */
  private final byte[] piece = new byte[PIECE + 4 * AES_BLOCK];

  BlockCipher(CryptoProvider provider) {
    this.cipher = provider.cipher("AES/CBC/NoPadding");
  }

  /** The length of the stored form of a plain text. */
  static long storedLength(long plainLength) {
    return LEAD + (plainLength / AES_BLOCK + 1) * AES_BLOCK;
  }

  /**
   * Refuses an object that can't be the result of encryption by its length alone.
   *
   * @param length the object's length; with Azure's prefix it passes just as well, as that is as
   *     long as one AES block
   */
  static void checkLength(int length) throws CorruptBlock {
    if (length < LEAD + AES_BLOCK || (length - LEAD) % AES_BLOCK != 0) {
      throw CorruptBlock.decrypt(
          "its object has "
              + length
              + " bytes, which no encrypted object has (17, and a multiple of 16 but 0); it was cut"
              + " or is something else");
    }
  }

  /**
   * Decrypts an object.
   *
   * @param from where its header byte lies; the length has been checked
   * @param to where it ends
   * @param target where the plain text goes, from 0 on; may be the object's own array
   * @param limit a longer plain text is refused before it is written, as a corrupt block
   * @return length of the plain text
   */
  int decrypt(FileKey key, byte[] object, int from, int to, byte[] target, int limit)
      throws CorruptBlock {
    int in = from + LEAD;
    int out = 0;
    int rest;
    try {
      cipher.init(
          Cipher.DECRYPT_MODE, key.forCipher(), new IvParameterSpec(object, from + 1, AES_BLOCK));
      while (to - in > PIECE) {
        out += update(object, in, target, out);
        in += PIECE;
      }
      // The end is decrypted apart, so that its padding needs no room in the target.
      rest = cipher.doFinal(object, in, to - in, piece, 0);
    } catch (GeneralSecurityException | ProviderException e) {
      throw CorruptBlock.decrypt("its object was refused by the cipher", e);
    }
    if (out + rest != to - from - LEAD) {
      throw CorruptBlock.decrypt("the cipher lost " + (to - from - LEAD - out - rest) + " bytes");
    }
    rest -= padding(rest);
    if (out + rest > limit) {
      throw CorruptBlock.length(out + rest);
    }
    System.arraycopy(piece, 0, target, out, rest);
    return out + rest;
  }

  private int update(byte[] object, int in, byte[] target, int out)
      throws GeneralSecurityException {
    if (object != target) {
      return cipher.update(object, in, PIECE, target, out);
    }
    // Ciphers copy input and output that overlap into a new array; this copy stays in the cache.
    System.arraycopy(object, in, piece, 0, PIECE);
    return cipher.update(piece, 0, PIECE, target, out);
  }

  private int padding(int end) throws CorruptBlock {
    int padding = piece[end - 1];
    boolean valid = padding >= 1 && padding <= AES_BLOCK;
    for (int i = 2; valid && i <= padding; i++) {
      valid = piece[end - i] == padding;
    }
    if (!valid) {
      throw CorruptBlock.decrypt(
          "its padding is wrong: the object is damaged, or belongs to another key");
    }
    return padding;
  }
}

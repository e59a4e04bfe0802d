// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import io.directio.KeyDecryptionException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The steps from a wrapped key to a file key, as the portal's SDK takes them: the secret makes a
 * key, that key decrypts the wrapped one (AES-256-ECB) to a quoted, padded base64 text, and that
 * text is the file key.
 *
 * <p>No exception of this class has a cause: the causes' messages could quote characters of what
 * they could not parse, which here is always a secret.
 */
final class KeyUnwrapping {

  private static final int AES_BLOCK = 16;

  /** A key and a secret take some 70 characters; far more is neither, and not worth decrypting. */
  private static final int MAX_CHARACTERS = 4096;

  private final long fileId;
  private final CryptoProvider provider;

  KeyUnwrapping(long fileId, CryptoProvider provider) {
    this.fileId = fileId;
    this.provider = provider;
  }

  /** The 32 bytes of the file key. */
  byte[] unwrap(String secretAccessKey, String wrappedKey) throws KeyDecryptionException {
    byte[] wrapped = decodeLeniently(wrappedKey);
    if (wrapped == null || wrapped.length == 0 || wrapped.length % AES_BLOCK != 0) {
      throw failure("the wrapped key in the listing is malformed");
    }
    byte[] keyEncryptionKey = keyEncryptionKey(secretAccessKey);
    byte[] text = null;
    try {
      text = decrypt(keyEncryptionKey, wrapped);
      return parse(text);
    } finally {
      Arrays.fill(keyEncryptionKey, (byte) 0);
      clear(text);
    }
  }

  private byte[] keyEncryptionKey(String secretAccessKey) throws KeyDecryptionException {
    byte[] secret = decodeLeniently(secretAccessKey);
    if (secret == null || secret.length == 0) {
      throw failure("the secret access key is not base64 text");
    }
    byte[] key = Arrays.copyOf(secret, FileKey.LENGTH);
    clear(secret);
    return key;
  }

  private byte[] decrypt(byte[] keyEncryptionKey, byte[] wrapped) throws KeyDecryptionException {
    Cipher cipher = provider.cipher("AES/ECB/NoPadding");
    try {
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(keyEncryptionKey, "AES"));
      return cipher.doFinal(wrapped);
    } catch (GeneralSecurityException e) {
      throw failure("the " + provider + " refused it");
    }
  }

  private byte[] parse(byte[] text) throws KeyDecryptionException {
    CharBuffer chars = CharBuffer.allocate(text.length);
    byte[] base64 = new byte[text.length];
    byte[] key = new byte[text.length];
    try {
      decodeUtf8(text, chars);
      int length = stripped(chars.flip(), base64);
      // The first and the last character are quotes.
      if (length < 2) {
        throw failure("nothing is left of it");
      }
      byte[] quoted = Arrays.copyOfRange(base64, 1, length - 1);
      int keyLength;
      try {
        keyLength = Base64.getDecoder().decode(quoted, key);
      } catch (IllegalArgumentException e) {
        throw failure("the result is not base64 text");
      } finally {
        clear(quoted);
      }
      if (keyLength != FileKey.LENGTH) {
        throw failure("the result has " + keyLength + " bytes instead of " + FileKey.LENGTH);
      }
      return Arrays.copyOf(key, FileKey.LENGTH);
    } finally {
      Arrays.fill(chars.array(), '\0');
      clear(base64);
      clear(key);
    }
  }

  private void decodeUtf8(byte[] text, CharBuffer chars) throws KeyDecryptionException {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      var result = decoder.decode(ByteBuffer.wrap(text), chars, true);
      if (result.isError()) {
        result.throwException();
      }
    } catch (CharacterCodingException e) {
      throw failure("the result is not text");
    }
  }

  /** Keeps the printable characters; one that base64 does not know becomes one it refuses. */
  private static int stripped(CharBuffer chars, byte[] to) {
    int length = 0;
    while (chars.hasRemaining()) {
      char c = chars.get();
      if (isPrintable(c)) {
        to[length++] = c < 0x80 ? (byte) c : (byte) '?';
      }
    }
    return length;
  }

  /** What Python calls printable, as the SDK asks it. */
  private static boolean isPrintable(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  /** Decodes base64 and skips foreign characters, such as line ends, as the SDK does. */
  private static byte[] decodeLeniently(String base64) {
    if (base64.length() > MAX_CHARACTERS) {
      return null;
    }
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private KeyDecryptionException failure(String detail) {
    return new KeyDecryptionException(
        fileId,
        "its key can't be unwrapped ("
            + detail
            + "): wrong secret key? Check that the secret access key belongs to the access key id"
            + " and to this portal");
  }

  private static void clear(byte[] bytes) {
    if (bytes != null) {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}

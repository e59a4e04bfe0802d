// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.encode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The AES-256 key of a file, and the way in which the portal wraps it. Not Serializable: a secret.
 */
public final class FileKey {
  private static final int LENGTH = 32;
  private static final int AES_BLOCK = 16;

  private final byte[] bytes;

  private FileKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A new random key. */
  public static FileKey random(SecureRandom random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return new FileKey(bytes);
  }

  /**
   * The key as {@code wrapped_key} of a listing: its base64 text in quotes, padded with unprintable
   * bytes to whole AES blocks, encrypted with AES-256-ECB under the secret access key
   * (base64-decoded, cut or zero-padded to 32 bytes), in base64.
   */
  public String wrap(String secretAccessKey) {
    byte[] kek = Arrays.copyOf(Base64.getDecoder().decode(secretAccessKey), LENGTH);
    byte[] quoted =
        ('"' + Base64.getEncoder().encodeToString(bytes) + '"').getBytes(StandardCharsets.UTF_8);
    int pad = AES_BLOCK - quoted.length % AES_BLOCK;
    byte[] padded = Arrays.copyOf(quoted, quoted.length + pad);
    Arrays.fill(padded, quoted.length, padded.length, (byte) pad);
    try {
      Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(kek, "AES"));
      return Base64.getEncoder().encodeToString(cipher.doFinal(padded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  SecretKeySpec spec() {
    return new SecretKeySpec(bytes, "AES");
  }

  @Override
  public String toString() {
    return "FileKey[redacted]";
  }
}

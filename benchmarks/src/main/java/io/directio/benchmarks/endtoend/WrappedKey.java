// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Unwraps file keys for the bare steps: the core never shows the bytes of its own. */
final class WrappedKey {

  private static final int KEY_LENGTH = 32;

  private WrappedKey() {}

  static byte[] unwrap(String secretAccessKey, String wrappedKey) throws GeneralSecurityException {
    byte[] secret = Arrays.copyOf(Base64.getDecoder().decode(secretAccessKey), KEY_LENGTH);
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(secret, "AES"));
    byte[] text = cipher.doFinal(Base64.getDecoder().decode(wrappedKey));
    String quoted = new String(text, StandardCharsets.UTF_8).replaceAll("[^\\x21-\\x7e]", "");
    return Base64.getDecoder().decode(quoted.substring(1, quoted.length() - 1));
  }
}

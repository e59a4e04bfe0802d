// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import static io.directio.codec.FileKeyPropertiesTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeyTest {

  private static final String SECRET = base64(bytes(30));
  private static final byte[] KEY = bytes(32);

  static List<Golden.WrappedKey> goldenKeys() {
    return Golden.wrappedKeys();
  }

  @ParameterizedTest
  @MethodSource("goldenKeys")
  void unwrapsWhatOpensslWrapped(Golden.WrappedKey golden) throws Exception {
    assertThat(unwrapped(golden.secret(), golden.text())).isEqualTo(golden.key());
  }

  @ParameterizedTest
  @MethodSource("goldenKeys")
  void unwrapsWithBouncyCastle(Golden.WrappedKey golden) throws Exception {
    FileKey key = FileKey.unwrap(1, golden.secret(), golden.text(), CryptoProvider.named("BC"));
    assertThat(key.forCipher().getEncoded()).isEqualTo(golden.key());
  }

  @Test
  void dropsEveryCharacterThatIsNotPrintable() throws Exception {
    String text = "\u0001\u200B'" + base64(KEY).replace("A", "A\n\u00AD\u2028") + "\u0007'\u0000";
    assertThat(unwrapped(SECRET, wrap(SECRET, text))).isEqualTo(KEY);
  }

  @Test
  void ignoresLineEndsInBothInputs() throws Exception {
    String wrapped = wrap(SECRET, '"' + base64(KEY) + '"');
    String broken = wrapped.substring(0, 20) + "\r\n" + wrapped.substring(20) + "\n";
    assertThat(unwrapped(SECRET + "\n", broken)).isEqualTo(KEY);
  }

  @Test
  void takesOnlyTheFirst32BytesOfALongSecret() throws Exception {
    byte[] secret = bytes(60);
    String wrapped = wrap(base64(Arrays.copyOf(secret, 32)), '"' + base64(KEY) + '"');
    assertThat(unwrapped(base64(secret), wrapped)).isEqualTo(KEY);
  }

  @Test
  void asksWhetherTheSecretIsWrong() {
    String wrapped = wrap(SECRET, '"' + base64(KEY) + '"');
    byte[] otherSecret = bytes(30);
    otherSecret[29] ^= 1;
    assertFails(base64(otherSecret), wrapped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "====", "!", "AAAA", "ü", "not base64 at all?"})
  void namesAMalformedWrappedKey(String wrapped) {
    assertFails(SECRET, wrapped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "A", "!!!", "\n"})
  void namesAMalformedSecret(String secret) {
    assertFails(secret, wrap(SECRET, '"' + base64(KEY) + '"'));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 24, 31, 33, 64})
  void refusesAKeyOfAnotherLength(int length) {
    assertFails(SECRET, wrap(SECRET, '"' + base64(bytes(length)) + '"'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"", "\"\"", "\"*not base64*\"", "\"ÄÖÜ\"", "\u0001\u0002"})
  void refusesATextThatIsNoKey(String text) {
    assertFails(SECRET, wrap(SECRET, text));
  }

  @Test
  void refusesAWrappedKeyOfAbsurdLength() {
    assertFails(SECRET, base64(new byte[16 * 1024]));
  }

  @Test
  void isNeverPrintedOrSerialized() {
    FileKey key = FileKey.of(KEY);
    assertThat(key).hasToString("FileKey(redacted)");
    assertThat(key.forCipher()).hasToString("FileKey(redacted)");
    assertThatExceptionOfType(NotSerializableException.class).isThrownBy(() -> serialize(key));
    assertThatExceptionOfType(NotSerializableException.class)
        .isThrownBy(() -> serialize(key.forCipher()));
  }

  @Test
  void isOverwrittenWhenDestroyed() {
    FileKey key = FileKey.of(KEY);
    var forCipher = key.forCipher();
    key.destroy();
    assertThat(key.isDestroyed()).isTrue();
    assertThatIllegalStateException().isThrownBy(key::forCipher);
    assertThatIllegalStateException().isThrownBy(forCipher::getEncoded);
  }

  @Test
  void doesNotShareItsArray() {
    byte[] bytes = KEY.clone();
    FileKey key = FileKey.of(bytes);
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(key.forCipher().getEncoded(), (byte) 0);
    assertThat(key.forCipher().getEncoded()).isEqualTo(KEY);
    assertThatIllegalArgumentException().isThrownBy(() -> FileKey.of(new byte[16]));
  }

  private static byte[] unwrapped(String secret, String wrapped) throws Exception {
    return FileKey.unwrap(42, secret, wrapped).forCipher().getEncoded();
  }

  private static String wrap(String secret, String text) {
    byte[] kek = Arrays.copyOf(Base64.getDecoder().decode(secret), 32);
    try {
      Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(kek, "AES"));
      return base64(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void serialize(Object object) throws Exception {
    try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(object);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 37 + 11);
    }
    return bytes;
  }
}

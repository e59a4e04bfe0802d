// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.ErrorCode;
import io.directio.KeyDecryptionException;
import java.util.Arrays;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever the secret and the wrapped key: an error about the key that gives nothing away. */
class FileKeyPropertiesTest {

  @Property(tries = 2000)
  void failsInNoOtherWayWhateverItIsGiven(
      @ForAll @Size(max = 80) byte[] secret, @ForAll @Size(max = 96) byte[] wrapped) {
    assertFails(base64(secret), base64(Arrays.copyOf(wrapped, wrapped.length / 16 * 16)));
  }

  @Property(tries = 1000)
  void failsInNoOtherWayWhateverTheTexts(@ForAll String secret, @ForAll String wrapped) {
    assertFails(secret, wrapped);
  }

  static void assertFails(String secret, String wrapped) {
    assertThatThrownBy(() -> FileKey.unwrap(42, secret, wrapped))
        .isInstanceOfSatisfying(
            KeyDecryptionException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.KEY);
              assertThat(e.fileId()).isEqualTo(42);
              assertThat(e).hasNoCause().hasMessageContaining("wrong secret key?");
              // One character or two could be anything.
              if (secret.length() > 3) {
                assertThat(e.getMessage()).doesNotContain(secret);
              }
              if (wrapped.length() > 3) {
                assertThat(e.getMessage()).doesNotContain(wrapped);
              }
            });
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}

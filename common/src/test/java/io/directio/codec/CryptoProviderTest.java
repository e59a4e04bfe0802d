// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

class CryptoProviderTest {

  @Test
  void findsAProviderThatAJarOffersWithoutRegisteringIt() {
    assertThat(Security.getProvider("BC")).isNull();
    assertThat(CryptoProvider.named("BC").cipher("AES/CBC/NoPadding").getProvider())
        .isInstanceOf(BouncyCastleProvider.class);
    assertThat(Security.getProvider("BC")).isNull();
  }

  @Test
  void prefersTheProviderThatIsRegistered() {
    assertThat(CryptoProvider.named("SunJCE").cipher("AES/CBC/NoPadding").getProvider())
        .isSameAs(Security.getProvider("SunJCE"));
  }

  @Test
  void usesThePlatformsByDefault() {
    assertThat(CryptoProvider.platform().cipher("AES/CBC/NoPadding").getProvider().getName())
        .isEqualTo("SunJCE");
  }

  @Test
  void saysWhichProviderIsMissingAndWhatToDo() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new BlockDecoder(CryptoProvider.named("NoSuch")))
        .withMessageContaining("'NoSuch'")
        .withMessageContaining("class path");
  }

  @Test
  void saysWhichProviderHasNoAes() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new BlockDecoder(CryptoProvider.named("SUN")))
        .withMessageContaining("'SUN'")
        .withMessageContaining("AES/CBC/NoPadding");
  }

  @Test
  void refusesABlankName() {
    assertThatIllegalArgumentException().isThrownBy(() -> CryptoProvider.named(" "));
  }

  @Test
  void travelsInOptions() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(CryptoProvider.named("BC"));
      out.writeObject(CryptoProvider.platform());
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject())
          .isEqualTo(CryptoProvider.named("BC"))
          .isNotEqualTo(CryptoProvider.platform());
      assertThat(in.readObject())
          .isEqualTo(CryptoProvider.platform())
          .hasSameHashCodeAs(CryptoProvider.platform());
    }
  }
}

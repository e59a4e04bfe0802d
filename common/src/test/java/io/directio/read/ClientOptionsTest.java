// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOptionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://portal.invalid/?token=CANARY",
        "https://portal.invalid/#CANARY",
        "https://user:CANARY@portal.invalid",
        "https://user:CANARY@name_that_is_no_host"
      })
  void refusesAnAddressThatCouldHoldASecretAndRepeatsNothingOfIt(String portal) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClientOptions.of(URI.create(portal)))
        .withMessageContaining("can't have a user, a query or a fragment")
        .withMessageNotContaining("CANARY");
  }
}

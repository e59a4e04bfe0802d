// SPDX-License-Identifier: Apache-2.0
package io.directio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

  @ParameterizedTest
  @EnumSource
  void isFoundAgainByItsText(ErrorCode code) {
    assertThat(code.text()).matches("[a-z]+(-[a-z]+)*");
    assertThat(ErrorCode.ofText(code.text())).isEqualTo(code);
  }
}

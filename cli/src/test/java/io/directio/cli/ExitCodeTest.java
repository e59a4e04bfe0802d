// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.StreamException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, 1", "UNAUTHORIZED, 4", "KEY, 4", "PORTAL_UNAVAILABLE, 5", "PORTAL_CONNECTION, 5",
    "PORTAL_TIMEOUT, 5", "BLOCK_CONNECTION, 5", "BLOCK_TIMEOUT, 5", "BLOCK_DOWNLOAD, 5", "TLS, 1",
    "BLOCK_DECRYPT, 1", "DESTINATION, 1", "RANGE, 1",
  })
  void everyKindOfFailureHasAnExitCode(ErrorCode code, int exit) {
    DirectIOException failure = new DirectIOException(code, "no");
    assertThat(ExitCode.of(failure).number()).isEqualTo(exit);
    assertThat(ExitCode.of(new StreamException(1, 5, failure)).number()).isEqualTo(exit);
  }

  @Test
  void usageInterruptionAndTheRest() {
    assertThat(ExitCode.of(new UsageException("no", "yes")).number()).isEqualTo(2);
    assertThat(ExitCode.of(new InterruptedException()).number()).isEqualTo(130);
    assertThat(ExitCode.of(new IOException("disk")).number()).isEqualTo(1);
    assertThat(ExitCode.of(new IllegalStateException()).number()).isEqualTo(1);
  }

  @Test
  void someFailedFilesAreThreeUnlessNothingWasReachable() {
    Map<ErrorCode, Long> gone = Map.of(ErrorCode.NOT_FOUND, 1L);
    Map<ErrorCode, Long> down = Map.of(ErrorCode.PORTAL_CONNECTION, 1L);
    Map<ErrorCode, Long> both = Map.of(ErrorCode.NOT_FOUND, 1L, ErrorCode.PORTAL_CONNECTION, 1L);
    assertThat(ExitCode.ofFiles(5, Map.of()).number()).isZero();
    assertThat(ExitCode.ofFiles(5, gone).number()).isEqualTo(3);
    assertThat(ExitCode.ofFiles(1, gone).number()).isEqualTo(3);
    assertThat(ExitCode.ofFiles(5, down).number()).isEqualTo(3);
    assertThat(ExitCode.ofFiles(1, down).number()).isEqualTo(5);
    assertThat(ExitCode.ofFiles(2, both).number()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyKindOfFailureHasAHint(ErrorCode code) {
    assertThat(Hints.of(code).isPresent()).isEqualTo(code != ErrorCode.STREAM);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.NotFoundException;
import io.directio.UnauthorizedException;
import io.directio.flink.JobStoppedException;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {

  @Test
  void writesAFileOffThatCannotBePlanned() {
    NotFoundException gone = new NotFoundException(7, "gone");
    assertThat(new FailurePolicy(false).ofFile(gone)).isSameAs(gone);
  }

  @Test
  void endsTheJobForAFileIfEveryOtherWouldFailAsWellOrIfAskedTo() {
    assertThatThrownBy(() -> new FailurePolicy(false).ofFile(new UnauthorizedException(7, "no")))
        .hasCauseInstanceOf(JobStoppedException.class);
    assertThatThrownBy(() -> new FailurePolicy(true).ofFile(new NotFoundException(7, "gone")))
        .hasCauseInstanceOf(JobStoppedException.class);
  }
}

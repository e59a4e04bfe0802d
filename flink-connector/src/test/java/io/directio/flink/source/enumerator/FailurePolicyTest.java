// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.CursorRejectedException;
import io.directio.ErrorCode;
import io.directio.NotFoundException;
import io.directio.NotificationException;
import io.directio.UnauthorizedException;
import io.directio.flink.JobStoppedException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {

  @Test
  void restartsTheJobIfThePortalIsAway() {
    NotificationException away = new NotificationException(ErrorCode.PORTAL_CONNECTION, "away");
    assertThat(FailurePolicy.ofInput(away)).hasCause(away);
  }

  @Test
  void endsTheJobIfTheInputCannotBeToldTheNextTimeEither() {
    assertThat(FailurePolicy.ofInput(new CursorRejectedException("no use")))
        .cause()
        .isInstanceOfSatisfying(
            JobStoppedException.class,
            stopped -> assertThat(stopped.code()).isEqualTo(ErrorCode.CURSOR_REJECTED));
    assertThat(
            FailurePolicy.ofInput(new NotificationException(ErrorCode.UNAUTHORIZED, "who are you")))
        .hasCauseInstanceOf(JobStoppedException.class);
    assertThat(FailurePolicy.ofInput(new IOException("no such list")))
        .cause()
        .isInstanceOf(JobStoppedException.class)
        .hasMessage("no such list");
  }

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

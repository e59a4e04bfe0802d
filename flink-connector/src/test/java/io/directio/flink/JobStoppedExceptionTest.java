// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.CursorRejectedException;
import io.directio.ErrorCode;
import io.directio.NotificationException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JobStoppedExceptionTest {

  @Test
  void restartsTheJobIfThePortalIsAway() {
    NotificationException away = new NotificationException(ErrorCode.PORTAL_CONNECTION, "away");
    assertThat(JobStoppedException.ofInput(away)).hasCause(away);
  }

  @Test
  void endsTheJobIfTheInputCannotBeToldTheNextTimeEither() {
    assertThat(JobStoppedException.ofInput(new CursorRejectedException("no use")))
        .cause()
        .isInstanceOfSatisfying(
            JobStoppedException.class,
            stopped -> assertThat(stopped.code()).isEqualTo(ErrorCode.CURSOR_REJECTED));
    assertThat(
            JobStoppedException.ofInput(
                new NotificationException(ErrorCode.UNAUTHORIZED, "who are you")))
        .hasCauseInstanceOf(JobStoppedException.class);
    assertThat(JobStoppedException.ofInput(new IOException("no such list")))
        .cause()
        .isInstanceOf(JobStoppedException.class)
        .hasMessage("no such list");
  }
}

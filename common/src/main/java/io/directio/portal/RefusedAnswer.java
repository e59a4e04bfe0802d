// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.http.HttpAnswer;
import io.directio.http.HttpException;
import io.directio.http.RetryAfter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An answer with another status than 200.
 *
 * @param status its status
 * @param retryAfter how long it asks to wait, if it does
 * @param page describes the web page that came with it; empty if it was none
 * @param location where a redirect leads; empty if it doesn't say
 * @param head the beginning of its body: never to be repeated in a message
 */
record RefusedAnswer(
    int status, Optional<Duration> retryAfter, String page, String location, String head) {

  static RefusedAnswer of(HttpAnswer answer, Instant now) throws HttpException {
    byte[] head = head(answer);
    String type = answer.header("Content-Type").orElse("");
    return new RefusedAnswer(
        answer.status(),
        RetryAfter.of(answer, now),
        UnexpectedPage.isPage(type, head) ? UnexpectedPage.describe(head) : "",
        answer.header("Location").map(UnexpectedPage::describeLocation).orElse(""),
        new String(head, StandardCharsets.UTF_8));
  }

  /** The status decides, even if the connection breaks before the body is there. */
  private static byte[] head(HttpAnswer answer) throws HttpException {
    try {
      return answer.head(UnexpectedPage.HEAD);
    } catch (HttpException e) {
      if (e.kind() == HttpException.Kind.CANCELLED) {
        throw e;
      }
      return new byte[0];
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** For messages: ", with a login page", or nothing. */
  String came() {
    return page.isEmpty() ? "" : ", with " + page;
  }

  /** The status only: the rest may quote what was sent. */
  @Override
  public String toString() {
    return "Status " + status;
  }
}

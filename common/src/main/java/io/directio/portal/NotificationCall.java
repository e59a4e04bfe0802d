// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.ErrorCode;
import io.directio.NotificationException;
import io.directio.SecretBearing;
import io.directio.http.HttpCall;
import io.directio.http.HttpException;
import java.io.IOException;
import java.util.Map;

/** One call of the Notification Service, within a session. */
@SecretBearing
abstract class NotificationCall<T> implements PortalCall<T, NotificationException> {

  private final String what;
  private final String url;
  private final byte[] body;
  private final PortalSession session;
  private Map.Entry<String, String> proof;

  /**
   * @param what what is asked for, in messages
   */
  NotificationCall(String what, String url, byte[] body, PortalSession session) {
    this.what = what;
    this.url = url;
    this.body = body;
    this.session = session;
  }

  @Override
  public HttpCall request() throws NotificationException {
    proof = session.proof();
    return HttpCall.post(url, contentType(), body)
        .header(proof.getKey(), proof.getValue())
        .header("Accept", "*/*")
        .header("Accept-Encoding", "identity");
  }

  /** What the body of the request is. */
  String contentType() {
    return "application/json";
  }

  @Override
  public void renewCredentials() {
    session.invalidate(proof);
  }

  @Override
  public FailedAttempt refused(RefusedAnswer answer) {
    return NotificationAnswers.ofStatus(what, answer);
  }

  @Override
  public FailedAttempt page(String page) {
    return NotificationAnswers.ofPage(what, page);
  }

  @Override
  public FailedAttempt syntax(ListingSyntaxException cause) {
    return NotificationAnswers.ofSyntax(what, cause);
  }

  @Override
  public FailedAttempt exchange(HttpException cause) {
    return NotificationAnswers.ofExchange(what, cause);
  }

  @Override
  public FailedAttempt unreadable(IOException cause) {
    return NotificationAnswers.ofReading(what, cause);
  }

  @Override
  public NotificationException interrupted(InterruptedException cause) {
    return new NotificationException(
        ErrorCode.PORTAL_CONNECTION, "Notification Service, " + what + ": interrupted", cause);
  }

  @Override
  public Class<NotificationException> failures() {
    return NotificationException.class;
  }

  @Override
  public String toString() {
    return what;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.ErrorCode;
import io.directio.NotificationException;
import io.directio.SecretBearing;
import io.directio.http.Cancellation;
import io.directio.http.HttpAnswer;
import io.directio.http.HttpCall;
import io.directio.http.HttpException;
import io.directio.portal.ChangePoll.Outcome;
import io.directio.portal.FailedAttempt.Next;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A long poll. That it is cut, or never answered, is common: whatever stands before the portal has
 * limits of its own for calls in which nothing happens. So that is an outcome and no failure; but a
 * poll that is cut at once, before it could have waited for anything, is a failure like any other.
 */
@SecretBearing
final class PollCall extends NotificationCall<ChangePoll> {

  private static final String WHAT = "waiting for changes";

  /** A poll that was held for so long was held on purpose. */
  private static final Duration HELD = Duration.ofSeconds(1);

  /** Says that there was no answer; never leaves this room. */
  static final class Unanswered extends NotificationException {
    private static final long serialVersionUID = 1L;

    Unanswered(String how) {
      super(ErrorCode.PORTAL_TIMEOUT, how);
    }
  }

  private final EventFormat format;
  private final Duration timeout;
  private final Cancellation cancellation;
  private final LongSupplier nanoClock;
  private final Sent sent;
  private long askedAt;

  /** Which folders were asked for, since when. */
  record Sent(int folders, String cursor) {}

  PollCall(
      String url,
      byte[] body,
      PortalSession session,
      EventFormat format,
      Sent sent,
      Duration timeout,
      Cancellation cancellation,
      LongSupplier nanoClock) {
    super(WHAT, url, body, session);
    this.format = format;
    this.sent = sent;
    this.timeout = timeout;
    this.cancellation = cancellation;
    this.nanoClock = nanoClock;
  }

  @Override
  public HttpCall request() throws NotificationException {
    HttpCall call = super.request().patience(timeout);
    askedAt = nanoClock.getAsLong();
    return call;
  }

  @Override
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public ChangePoll read(InputStream body, HttpAnswer answer) throws IOException {
    boolean changes = format.changes(body);
    return new ChangePoll(
        changes ? Outcome.CHANGES : Outcome.NO_CHANGES, answer.serverTime().orElse(null));
  }

  @Override
  public FailedAttempt refused(RefusedAnswer answer) {
    boolean gateway = answer.status() == 502 || answer.status() == 504 || answer.status() == 408;
    return gateway && wasHeld()
        ? unanswered("status " + answer.status())
        : NotificationAnswers.ofStatus(toString(), answer, sent.folders(), sent.cursor());
  }

  @Override
  public FailedAttempt exchange(HttpException cause) {
    boolean cut =
        switch (cause.kind()) {
          case TIMEOUT, RESET, TRUNCATED -> wasHeld();
          case CANCELLED -> true;
          default -> false;
        };
    return cut ? unanswered(cause.getMessage()) : super.exchange(cause);
  }

  @Override
  public FailedAttempt unreadable(IOException cause) {
    return wasHeld() ? unanswered("cut while it was read") : super.unreadable(cause);
  }

  private boolean wasHeld() {
    Duration least = timeout.dividedBy(2).compareTo(HELD) < 0 ? timeout.dividedBy(2) : HELD;
    return nanoClock.getAsLong() - askedAt >= least.toNanos();
  }

  @Override
  public String toString() {
    return WHAT;
  }

  private static FailedAttempt unanswered(String how) {
    return new FailedAttempt(Next.GIVE_UP, new Unanswered(how));
  }
}

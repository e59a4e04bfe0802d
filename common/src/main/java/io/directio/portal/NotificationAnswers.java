// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.CursorRejectedException;
import io.directio.ErrorCode;
import io.directio.NotificationException;
import io.directio.TooManyFoldersException;
import io.directio.http.HttpException;
import io.directio.portal.FailedAttempt.Next;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Notification Service means by its status codes, and what is worth another attempt. A
 * table, and nothing else.
 */
final class NotificationAnswers {

  private static final Pattern SIZE =
      Pattern.compile("size must be between (\\d{1,9}) and (\\d{1,9})");

  private NotificationAnswers() {}

  /**
   * The failure behind a status other than 200.
   *
   * @param what what was asked for, such as "listing events"
   */
  static FailedAttempt ofStatus(String what, RefusedAnswer answer) {
    int status = answer.status();
    switch (status) {
      case 401, 403:
        return new FailedAttempt(
            Next.CONFIRM,
            failure(
                ErrorCode.UNAUTHORIZED,
                what,
                "the portal refused it (status "
                    + status
                    + answer.came()
                    + "), also after a new login; may this user see the events, and is the context"
                    + " right, global administration or team portal?"));
      case 404:
        return new FailedAttempt(
            Next.GIVE_UP,
            failure(
                ErrorCode.NOT_FOUND,
                what,
                "the portal does not know it (status 404); is the portal's address right, and does"
                    + " its version have the Notification Service?"));
      case 429, 503:
        return new FailedAttempt(
            Next.SLOW_DOWN,
            failure(
                ErrorCode.PORTAL_UNAVAILABLE,
                what,
                "the portal is busy or in maintenance (status " + status + answer.came() + ")"),
            answer.retryAfter());
      default:
        return other(what, answer);
    }
  }

  private static FailedAttempt other(String what, RefusedAnswer answer) {
    int status = answer.status();
    if (status >= 500 || status == 408 || status == 425) {
      return new FailedAttempt(
          Next.RETRY,
          failure(
              ErrorCode.PORTAL_UNAVAILABLE,
              what,
              "the portal, or a gateway before it, failed (status " + status + answer.came() + ")"),
          answer.retryAfter());
    }
    if (status >= 300 && status < 400) {
      String where = answer.location().isEmpty() ? "elsewhere" : "to " + answer.location();
      return new FailedAttempt(
          Next.CONFIRM,
          failure(
              ErrorCode.UNAUTHORIZED,
              what,
              "the portal redirects "
                  + where
                  + " (status "
                  + status
                  + "), as it does to a login page, also after a new login; is the portal's"
                  + " address right?"));
    }
    return new FailedAttempt(
        Next.GIVE_UP,
        failure(
            ErrorCode.INVALID_REQUEST,
            what,
            "the portal refused the request (status " + status + answer.came() + ")"));
  }

  /**
   * As {@link #ofStatus}, for calls with folders and a cursor.
   *
   * @param folders how many folders were named
   * @param cursor the cursor that was sent, or null
   */
  static FailedAttempt ofStatus(String what, RefusedAnswer answer, int folders, String cursor) {
    int status = answer.status();
    Matcher size = SIZE.matcher(answer.head());
    if (status == 400 && size.find()) {
      return new FailedAttempt(
          Next.GIVE_UP,
          new TooManyFoldersException(
              folders, Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))));
    }
    boolean refused =
        status == 400 || status == 409 || status == 410 || status == 412 || status == 422;
    if (refused && cursor != null) {
      return new FailedAttempt(
          Next.GIVE_UP,
          new CursorRejectedException(
              "Notification Service: the portal rejected the cursor (status "
                  + status
                  + "): it is too old, or was made for other folders or by another portal. Start"
                  + " with a new snapshot, or allow that for such cases"));
    }
    return ofStatus(what, answer);
  }

  /** As {@link #ofStatus}, for the way to one file or folder. */
  static FailedAttempt ofAncestors(String what, RefusedAnswer answer) {
    int status = answer.status();
    if (status == 400 || status == 404 || status == 410) {
      return new FailedAttempt(
          Next.GIVE_UP,
          failure(
              ErrorCode.NOT_FOUND,
              what,
              "the portal does not know this file or folder any more (status " + status + ")"));
    }
    return ofStatus(what, answer);
  }

  /** The failure behind a status of a login. Asking again would lock the user out. */
  static FailedAttempt ofLogin(RefusedAnswer answer) {
    int status = answer.status();
    FailedAttempt usual = ofStatus("logging in", answer);
    return usual.next() != Next.CONFIRM ? usual : refusedLogin("status " + status + answer.came());
  }

  /** The portal doesn't take user and password. */
  static FailedAttempt refusedLogin(String how) {
    return new FailedAttempt(
        Next.GIVE_UP,
        failure(
            ErrorCode.UNAUTHORIZED,
            "logging in",
            "the portal refused user and password ("
                + how
                + "); check them, and that the user belongs to this context, global administration"
                + " or team portal"));
  }

  /** The failure behind a page that came with status 200. */
  static FailedAttempt ofPage(String what, String page) {
    return page.startsWith("a login page")
        ? new FailedAttempt(
            Next.CONFIRM,
            failure(
                ErrorCode.UNAUTHORIZED,
                what,
                "instead of an answer came " + page + ", also after a new login"))
        : new FailedAttempt(
            Next.RETRY,
            failure(
                ErrorCode.PORTAL_UNAVAILABLE,
                what,
                "instead of an answer came "
                    + page
                    + "; is the portal's address right, and is it up?"));
  }

  /** The failure behind an answer that is not JSON. */
  static FailedAttempt ofSyntax(String what, ListingSyntaxException cause) {
    return new FailedAttempt(
        Next.RETRY, failure(ErrorCode.MALFORMED_LISTING, what, cause.getMessage(), cause));
  }

  /** The failure of reading an answer. */
  static FailedAttempt ofReading(String what, IOException cause) {
    return new FailedAttempt(
        Next.RETRY,
        failure(ErrorCode.PORTAL_CONNECTION, what, "the portal's answer could not be read"));
  }

  /** The failure behind an exchange that gave no answer, or not all of it. */
  static FailedAttempt ofExchange(String what, HttpException cause) {
    ErrorCode code =
        switch (cause.kind()) {
          case CONNECT, RESET, TRUNCATED, CANCELLED -> ErrorCode.PORTAL_CONNECTION;
          case TIMEOUT -> ErrorCode.PORTAL_TIMEOUT;
          case PROTOCOL -> ErrorCode.PORTAL_UNAVAILABLE;
          case TLS -> ErrorCode.TLS;
          case REFUSED -> ErrorCode.URL_REFUSED;
        };
    return new FailedAttempt(
        cause.kind().isRetryable() ? Next.RETRY : Next.GIVE_UP,
        failure(code, what, cause.getMessage(), cause));
  }

  private static NotificationException failure(ErrorCode code, String what, String problem) {
    return failure(code, what, problem, null);
  }

  private static NotificationException failure(
      ErrorCode code, String what, String problem, Throwable cause) {
    return new NotificationException(code, "Notification Service, " + what + ": " + problem, cause);
  }
}

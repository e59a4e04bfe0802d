// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.ErrorCode;
import io.directio.InvalidRequestException;
import io.directio.ListConnectionException;
import io.directio.ListTimeoutException;
import io.directio.MalformedListingException;
import io.directio.NotFoundException;
import io.directio.PortalException;
import io.directio.PortalUnavailableException;
import io.directio.UnauthorizedException;
import io.directio.UnprocessableException;
import io.directio.http.HttpException;
import io.directio.portal.FailedAttempt.Next;

/**
 * What the portal means by its status codes, as the public SDK reads them, and what is worth
 * another attempt. A table, and nothing else.
 */
final class ListingAnswers {

  private ListingAnswers() {}

  /** The failure behind a status other than 200. */
  static FailedAttempt ofStatus(long file, RefusedAnswer answer) {
    int status = answer.status();
    String came = answer.came();
    switch (status) {
      case 400, 404, 410:
        return new FailedAttempt(
            Next.GIVE_UP,
            new NotFoundException(
                file,
                "the portal does not know this file (status "
                    + status
                    + "); it was deleted, or the id is wrong"));
      case 401, 403:
        return new FailedAttempt(
            Next.CONFIRM,
            new UnauthorizedException(
                file,
                "the portal refused the credentials (status "
                    + status
                    + came
                    + "); they must belong to a team portal user with the role Read Write"
                    + " Administrator"));
      case 407:
        return new FailedAttempt(
            Next.GIVE_UP,
            new PortalUnavailableException(file, "the proxy demands credentials (status 407)"));
      case 422:
        return new FailedAttempt(
            Next.GIVE_UP,
            new UnprocessableException(
                file,
                "not all of its blocks are on a storage node in Direct Mode (status 422); check"
                    + " the storage nodes of its folder in the portal"));
      case 429, 503:
        return new FailedAttempt(
            Next.SLOW_DOWN,
            new PortalUnavailableException(
                file, "the portal is busy or in maintenance (status " + status + came + ")"),
            answer.retryAfter());
      case 500:
        // The portal's way to call a request invalid, but a passing fault looks the same.
        return new FailedAttempt(
            Next.RETRY,
            new InvalidRequestException(
                file,
                "the portal failed on the request or calls it invalid (status 500" + came + ")"),
            answer.retryAfter());
      default:
        return other(file, answer);
    }
  }

  private static FailedAttempt other(long file, RefusedAnswer answer) {
    int status = answer.status();
    String came = answer.came();
    if (status >= 500 || status == 408 || status == 425) {
      return new FailedAttempt(
          Next.RETRY,
          new PortalUnavailableException(
              file, "the portal, or a gateway before it, failed (status " + status + came + ")"),
          answer.retryAfter());
    }
    if (status >= 300 && status < 400) {
      String where = answer.location().isEmpty() ? "elsewhere" : "to " + answer.location();
      return new FailedAttempt(
          Next.RETRY,
          new PortalUnavailableException(
              file,
              "the portal redirects "
                  + where
                  + " (status "
                  + status
                  + ") instead of listing blocks, as it does to a login page; is the portal's"
                  + " address right?"));
    }
    if (status >= 400) {
      return new FailedAttempt(
          Next.GIVE_UP,
          new InvalidRequestException(
              file, "the portal refused the request (status " + status + came + ")"));
    }
    return new FailedAttempt(
        Next.RETRY,
        new MalformedListingException(
            file, "the portal's answer has no listing (status " + status + ")"));
  }

  /** The failure behind a page that came with status 200. */
  static FailedAttempt ofPage(long file, String page) {
    return new FailedAttempt(
        Next.RETRY,
        new PortalUnavailableException(
            file,
            "instead of a listing came "
                + page
                + "; is the portal's address right, and is it up?"));
  }

  /** The failure behind an answer that is not JSON. */
  static FailedAttempt ofSyntax(long file, ListingSyntaxException cause) {
    return new FailedAttempt(
        Next.RETRY, new MalformedListingException(file, cause.getMessage(), cause));
  }

  /** The failure behind an exchange that gave no answer, or not all of it. */
  static FailedAttempt ofExchange(long file, HttpException cause) {
    String what = "listing its blocks failed: " + cause.getMessage();
    PortalException failure =
        switch (cause.kind()) {
          case CONNECT, RESET, TRUNCATED, CANCELLED ->
              new ListConnectionException(file, what, cause);
          case TIMEOUT -> new ListTimeoutException(file, what, cause);
          case PROTOCOL -> new PortalUnavailableException(file, what, cause);
          case TLS -> new PortalException(ErrorCode.TLS, file, what, cause);
          case REFUSED -> new PortalException(ErrorCode.URL_REFUSED, file, what, cause);
        };
    return new FailedAttempt(cause.kind().isRetryable() ? Next.RETRY : Next.GIVE_UP, failure);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.DirectIOException;
import io.directio.SecretBearing;
import io.directio.http.Cancellation;
import io.directio.http.HttpAnswer;
import io.directio.http.HttpCall;
import io.directio.http.HttpException;
import java.io.IOException;
import java.io.InputStream;

/**
 * One call of a portal's API, as often as it takes: how it is put, how its answer is read, and what
 * its failures mean. Used by one thread.
 *
 * @param <T> what the answer is read as
 * @param <E> what the call fails with in the end
 */
@SecretBearing
interface PortalCall<T, E extends DirectIOException> {

  /** The request of the next attempt, with the credentials of this moment. */
  HttpCall request() throws E;

  /** What can end the attempts from another thread. */
  default Cancellation cancellation() {
    return new Cancellation();
  }

  /** Whether an answer of this status is read; others are refusals. */
  default boolean takes(int status) {
    return status == 200;
  }

  /** Whether a web page can be an answer, rather than something that stands before the portal. */
  default boolean takesPages() {
    return false;
  }

  /**
   * Reads an answer.
   *
   * @throws ListingSyntaxException if it is not JSON, or ends too early
   * @throws FailedAttempt if it tells of a failure
   * @throws IOException if it can't be read, or is of no use: a {@code E} ends the attempts
   */
  T read(InputStream body, HttpAnswer answer) throws IOException, FailedAttempt;

  /** The failure behind a status other than 200. */
  FailedAttempt refused(RefusedAnswer answer);

  /** The failure behind a page that came with status 200. */
  FailedAttempt page(String page);

  /** The failure behind an answer that is not JSON. */
  FailedAttempt syntax(ListingSyntaxException cause);

  /** The failure behind an exchange that gave no answer, or not all of it. */
  FailedAttempt exchange(HttpException cause);

  /** The failure of reading an answer. */
  FailedAttempt unreadable(IOException cause);

  /** Called once before the portal's refusal of the credentials is believed. */
  void renewCredentials() throws E;

  /** What it fails with when its thread is interrupted. */
  E interrupted(InterruptedException cause);

  /** The type of its failures. */
  Class<E> failures();

  /** Names the call in logs, without any secret. */
  @Override
  String toString();
}

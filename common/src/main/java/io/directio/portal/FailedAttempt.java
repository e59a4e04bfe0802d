// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.DirectIOException;
import java.time.Duration;
import java.util.Optional;

/** One attempt at a call failed. Carries what to throw if it was the last one. */
final class FailedAttempt extends Exception {

  private static final long serialVersionUID = 1L;

  /** What to do next. */
  enum Next {
    /** Another attempt would end the same way. */
    GIVE_UP,
    /** Another attempt may go well. */
    RETRY,
    /** Ask once more, with credentials that are read anew, before it is believed. */
    CONFIRM,
    /** As RETRY, but the host is asked too much. */
    SLOW_DOWN
  }

  private final Next next;
  private final transient Optional<Duration> retryAfter;

  FailedAttempt(Next next, DirectIOException failure) {
    this(next, failure, Optional.empty());
  }

  FailedAttempt(Next next, DirectIOException failure, Optional<Duration> retryAfter) {
    super(failure);
    this.next = next;
    this.retryAfter = retryAfter;
  }

  Next next() {
    return next;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  DirectIOException failure() {
    return (DirectIOException) getCause();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.DirectIOException;
import java.time.Duration;
import java.util.Optional;

/** One attempt at a block failed; with what may help. Never leaves this room. */
final class FetchFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** What may help. */
  enum Remedy {
    /** The same again, a little later. */
    RETRY,
    /** The same again, when the host has recovered. */
    WAIT,
    /** The same again, but not often: what arrived was damaged, and may be so in the storage. */
    REFETCH,
    /** A new signed URL. */
    RENEW,
    /** A new signed URL, once: the block may have moved. */
    RENEW_ONCE,
    /** Nothing. */
    NONE
  }

  private final Remedy remedy;
  private final DirectIOException error;
  private final transient Optional<Duration> retryAfter;

  FetchFailure(Remedy remedy, DirectIOException error) {
    this(remedy, error, Optional.empty());
  }

  FetchFailure(Remedy remedy, DirectIOException error, Optional<Duration> retryAfter) {
    super(null, error, false, false);
    this.remedy = remedy;
    this.error = error;
    this.retryAfter = retryAfter;
  }

  Remedy remedy() {
    return remedy;
  }

  /** What the caller is told if nothing helps. */
  DirectIOException error() {
    return error;
  }

  /** How long the storage asked us to wait. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}

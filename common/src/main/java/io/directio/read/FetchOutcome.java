// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Block;
import io.directio.DirectIOException;
import java.time.Duration;

/** How one attempt at a block ended. */
sealed interface FetchOutcome {

  /** The block is here, and checked. */
  record Fetched(Block block) implements FetchOutcome {}

  /**
   * Another attempt may help.
   *
   * @param delay how long to wait before it
   * @param cause why this one failed
   */
  record Again(Duration delay, DirectIOException cause) implements FetchOutcome {}

  /** The host may not be asked now: it has as many requests as it bears, or wants a pause. */
  record Busy() implements FetchOutcome {}

  /** Another attempt is of no use, or there were enough. */
  record Failed(DirectIOException cause) implements FetchOutcome {}

  /** The attempt was cancelled; nobody wants the block any more. */
  record Cancelled() implements FetchOutcome {}
}

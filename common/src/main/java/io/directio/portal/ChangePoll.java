// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import java.time.Instant;

/**
 * What became of a long poll.
 *
 * @param outcome what the portal said
 * @param serverTime the portal's own time when it answered, or null if it didn't tell
 */
public record ChangePoll(Outcome outcome, Instant serverTime) {

  /** What the portal said. */
  public enum Outcome {
    /** There is something to list. */
    CHANGES,
    /** Nothing has changed. */
    NO_CHANGES,
    /** It did not say: the poll was cut, or never answered. That is common, and no error. */
    UNANSWERED
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.notify.EventCursor;
import java.util.Objects;

/**
 * The pages of events that are left to be read: all of them from a position on, or none.
 *
 * @param from the position after the last page that was read
 * @param over whether nothing is left
 */
record FeedPosition(EventCursor from, boolean over) {

  static final FeedPosition START = new FeedPosition(EventCursor.START, false);

  FeedPosition {
    Objects.requireNonNull(from, "from");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.notify.EventCursor;
import java.util.Objects;

/**
 * The pages of a snapshot that are left to be read: all of them from a position on, or none.
 *
 * @param from the position after the last page that was read
 * @param over whether nothing is left
 */
record SnapshotPosition(EventCursor from, boolean over) {

  static final SnapshotPosition START = new SnapshotPosition(EventCursor.START, false);

  SnapshotPosition {
    Objects.requireNonNull(from, "from");
  }
}

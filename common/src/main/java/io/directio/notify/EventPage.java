// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import io.directio.FileEvent;
import java.time.Instant;
import java.util.List;

/**
 * A page of events, and where to go on.
 *
 * @param events what is wanted of the page, in the portal's order; may be empty
 * @param next the position after it: to be kept only when all of its events have been processed
 * @param snapshot whether its events belong to a snapshot: they tell what is there, not what has
 *     changed
 * @param newSnapshot whether the position before was given up, and a new snapshot begins with this
 *     page, see {@link CursorPolicy#NEW_SNAPSHOT}
 * @param asOf by the portal's clock, the time up to which all changes have been told with this page
 *     and those before it; null as long as that is not known, as during a snapshot
 */
public record EventPage(
    List<FileEvent> events, EventCursor next, boolean snapshot, boolean newSnapshot, Instant asOf) {

  public EventPage {
    events = List.copyOf(events);
  }

  /** Whether everything that was there at the beginning has been told with this page. */
  public boolean snapshotDone() {
    return next.snapshotDone();
  }

  /** Whether the next page is there already. */
  public boolean hasMore() {
    return next.isDue();
  }
}

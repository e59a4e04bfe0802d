// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.FileEvent;
import java.time.Instant;
import java.util.List;

/**
 * A page of events.
 *
 * @param events in the portal's order, without paths
 * @param cursor where the next page begins: opaque, and bound to the folders that were asked for
 * @param hasMore whether the next page is there already
 * @param serverTime the portal's own time when it answered, or null if it didn't tell
 */
public record EventListing(
    List<FileEvent> events, String cursor, boolean hasMore, Instant serverTime) {

  public EventListing {
    events = List.copyOf(events);
  }

  /** Counts only. */
  @Override
  public String toString() {
    return events.size() + " events" + (hasMore ? ", and more" : "");
  }
}

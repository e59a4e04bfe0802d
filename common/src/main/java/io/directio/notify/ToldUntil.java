// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import io.directio.notify.EventCursor.Group;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The time, by the portal's clock, up to which each group has told all of its changes.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class ToldUntil {

  private final Map<List<Long>, Told> times = new HashMap<>();

  /** Says nothing of other positions, which may be earlier ones. */
  private record Told(String cursor, Instant time) {}

  void put(Group group, Instant time) {
    times.put(group.folderIds(), new Told(group.cursor(), time));
  }

  void clear() {
    times.clear();
  }

  /** The time up to which all groups of a position have told everything; null if unknown. */
  Instant until(EventCursor cursor) {
    Instant earliest = null;
    for (Group group : cursor.groups()) {
      Told told = times.get(group.folderIds());
      if (group.isDue() || told == null || !told.cursor().equals(group.cursor())) {
        return null;
      }
      Instant time = told.time();
      earliest = earliest == null || time.isBefore(earliest) ? time : earliest;
    }
    return earliest;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import io.directio.TooManyFoldersException;
import io.directio.notify.EventCursor.Group;
import java.util.ArrayList;
import java.util.List;

/** Spreads folders over as many groups as the portal wants. */
final class FolderGroups {

  private FolderGroups() {}

  /** The position with another group in the place of one. */
  static EventCursor with(EventCursor cursor, int index, Group group) {
    List<Group> groups = new ArrayList<>(cursor.groups());
    groups.set(index, group);
    return new EventCursor(groups, cursor.turn());
  }

  /**
   * The position with several groups in the place of one that is too large, all of nearly one size.
   *
   * @throws TooManyFoldersException if no number of groups can please the portal
   */
  static EventCursor split(EventCursor cursor, int index, TooManyFoldersException limits)
      throws TooManyFoldersException {
    List<Long> folders = cursor.groups().get(index).folderIds();
    int most = limits.most();
    if (most < 1 || folders.size() <= most) {
      throw limits;
    }
    int parts = (folders.size() + most - 1) / most;
    if (folders.size() / parts < limits.least()) {
      throw limits;
    }
    List<Group> groups = new ArrayList<>(cursor.groups());
    groups.remove(index);
    for (int i = 0; i < parts; i++) {
      int from = (int) ((long) folders.size() * i / parts);
      int to = (int) ((long) folders.size() * (i + 1) / parts);
      groups.add(index + i, Group.start(folders.subList(from, to)));
    }
    return new EventCursor(groups, index);
  }
}

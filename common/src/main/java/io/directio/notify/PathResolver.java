// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import io.directio.ErrorCode;
import io.directio.FileEvent;
import io.directio.FileRef;
import io.directio.NotificationException;
import io.directio.notify.FolderCache.Folder;
import io.directio.portal.Ancestor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the paths of files and folders. Events name only a parent, so folders are remembered as
 * events tell of them, and the portal is asked for the way to a folder that isn't known: once for
 * each folder, not for each file.
 *
 * <p>A path is the one of the moment at which it is found. When a folder is renamed or moved, its
 * event changes what is remembered, and paths below it follow.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class PathResolver {

  /** Deeper than any folder; a portal that is broken could let folders contain each other. */
  private static final int DEEPEST = 1000;

  /** Asks the portal for the way to a folder, root first, the folder itself last. */
  @FunctionalInterface
  interface Portal {
    List<Ancestor> ancestors(long folderId, String guid) throws NotificationException;
  }

  private final Portal portal;
  private final FolderCache folders;

  PathResolver(Portal portal, long maxBytes) {
    this.portal = portal;
    this.folders = new FolderCache(maxBytes);
  }

  /**
   * Takes note of an event, which may be about a folder that others are in.
   *
   * @param snapshot whether it tells what is there, so that a folder that isn't known is no sign of
   *     a change
   */
  void observe(FileEvent event, boolean snapshot) {
    boolean folder = event.type() == FileEvent.Type.FOLDER && event.folderId() != FileRef.UNKNOWN;
    if (!folder || event.deleted()) {
      // The path of what was deleted is still wanted, for the deletions of what was in it.
      return;
    }
    Folder known = folders.get(event.folderId(), event.guid());
    boolean old =
        known != null && event.version() != FileRef.UNKNOWN && event.version() < known.version();
    boolean same =
        known != null
            && event.name().equals(known.name())
            && event.parentGuid() != null
            && event.parentGuid().equals(known.parentGuid());
    if (old) {
      return;
    }
    if (!same && (known != null || !snapshot)) {
      folders.forgetWholePaths(event.folderId());
    }
    if (event.parentGuid() != null) {
      folders.put(
          event.folderId(),
          event.guid(),
          Folder.below(event.parentGuid(), event.name(), event.version()));
    }
  }

  /** The full path of what an event is about; null if the portal doesn't know it any more. */
  String path(FileEvent event) throws NotificationException {
    if (event.folderId() == FileRef.UNKNOWN) {
      return null;
    }
    if (event.parentGuid() == null) {
      List<Ancestor> way = ask(event.folderId(), event.guid());
      return way == null ? null : join(names(way));
    }
    String parent = folder(event.folderId(), event.parentGuid());
    return parent == null ? null : join(parent, event.name());
  }

  /** Folders that are remembered. */
  int remembered() {
    return folders.size();
  }

  private String folder(long folderId, String guid) throws NotificationException {
    String found = remembered(folderId, guid);
    if (found != null) {
      return found == Folder.GONE ? null : found;
    }
    List<Ancestor> way = ask(folderId, guid);
    if (way == null) {
      folders.put(folderId, guid, Folder.gone());
      return null;
    }
    remember(folderId, guid, way);
    return join(names(way));
  }

  /** A folder's path as far as it is remembered; null if not, {@link Folder#GONE} if it is gone. */
  private String remembered(long folderId, String guid) {
    List<String> below = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String at = guid;
    while (seen.add(at) && seen.size() < DEEPEST) {
      Folder folder = folders.get(folderId, at);
      if (folder == null || folder.isGone() && !below.isEmpty()) {
        return null;
      }
      if (folder.isGone()) {
        return Folder.GONE;
      }
      if (folder.isWhole()) {
        String path = folder.path();
        for (int i = below.size() - 1; i >= 0; i--) {
          path = join(path, below.get(i));
        }
        return path;
      }
      below.add(folder.name());
      at = folder.parentGuid();
    }
    return null;
  }

  private void remember(long folderId, String guid, List<Ancestor> way) {
    List<String> names = names(way);
    int last = way.size() - 1;
    boolean linked = way.stream().allMatch(ancestor -> ancestor.guid() != null);
    if (linked && last >= 0 && way.get(last).guid().equals(guid)) {
      folders.put(folderId, way.get(0).guid(), Folder.at(names.get(0)));
      for (int i = 1; i <= last; i++) {
        folders.put(
            folderId, way.get(i).guid(), Folder.below(way.get(i - 1).guid(), names.get(i), -1));
      }
    } else {
      rememberWhole(folderId, guid, names);
    }
  }

  /**
   * Remembers a whole path where the links end: of the folder itself, or of the one above it that
   * isn't known, if the names of those in between are still the same.
   */
  private void rememberWhole(long folderId, String guid, List<String> names) {
    String at = guid;
    int depth = names.size();
    Folder folder = folders.get(folderId, at);
    while (folder != null
        && !folder.isWhole()
        && depth > 0
        && folder.name().equals(names.get(depth - 1))) {
      depth--;
      at = folder.parentGuid();
      folder = folders.get(folderId, at);
    }
    boolean reachedTheEnd = folder == null || folder.isWhole();
    if (reachedTheEnd) {
      folders.put(folderId, at, Folder.at(join(names.subList(0, depth))));
    } else {
      folders.put(folderId, guid, Folder.at(join(names)));
    }
  }

  private List<Ancestor> ask(long folderId, String guid) throws NotificationException {
    try {
      return portal.ancestors(folderId, guid);
    } catch (NotificationException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private static List<String> names(List<Ancestor> way) {
    return way.stream().map(Ancestor::name).toList();
  }

  private static String join(List<String> names) {
    String path = "";
    for (String name : names) {
      path = join(path, name);
    }
    return path;
  }

  private static String join(String parent, String name) {
    return parent.isEmpty() || name.isEmpty() ? parent + name : parent + "/" + name;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The cloud drive folders with all that is in them, ordered by their last change: what a page tells
 * is the state of those that changed after some moment. The first component of a path is a cloud
 * drive folder; files at the top are in one without a name.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
public final class FolderTree {
  private static final long FIRST_FOLDER = 7001;

  private final Supplier<Instant> clock;
  private final Map<String, Node> drives = new LinkedHashMap<>();
  private final Map<String, Node> byGuid = new LinkedHashMap<>();
  private final NavigableMap<Long, Node> byChange = new TreeMap<>();
  private long sequence = 1000;

  /** A tree without any folder. */
  public FolderTree(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /**
   * What changed after a moment.
   *
   * @param position the moment that was reached
   */
  record Changes(List<Event> events, long position, boolean hasMore) {}

  /** Adds a file, with the folders above it, or gives it another size and time. */
  public synchronized void put(String path, long fileId, long size, Instant timestamp) {
    Node folder = folder(parentOf(path), true);
    String name = path.substring(path.lastIndexOf('/') + 1);
    Node file = folder.children.get(name);
    if (file == null) {
      file = new Node(false, newGuid(), folder, name, folder.folderId, fileId);
      folder.children.put(name, file);
      byGuid.put(file.guid, file);
    }
    file.size = size;
    file.fileTimestamp = timestamp;
    changed(file);
  }

  /**
   * Renames or moves a file or folder within its cloud drive folder, or renames that.
   *
   * @throws IllegalArgumentException when it isn't there, or the other path can't be taken
   */
  public synchronized void rename(String from, String to) {
    Node node = find(from);
    if (node.parent == null) {
      if (to.indexOf('/') >= 0 || to.isEmpty() || drives.containsKey(to)) {
        throw new IllegalArgumentException(from + " can't become " + to);
      }
      drives.remove(node.name);
      drives.put(to, node);
      node.name = to;
    } else {
      Node target = folder(parentOf(to), true);
      String name = to.substring(to.lastIndexOf('/') + 1);
      if (target.folderId != node.folderId || target.children.containsKey(name)) {
        throw new IllegalArgumentException(from + " can't become " + to);
      }
      node.parent.children.remove(node.name);
      target.children.put(name, node);
      node.parent = target;
      node.name = name;
    }
    changed(node);
  }

  /**
   * Deletes a file, or a folder with all that is in it.
   *
   * @throws IllegalArgumentException when it isn't there
   */
  public synchronized void delete(String path) {
    Node node = find(path);
    if (node.parent == null) {
      drives.remove(node.name);
    } else {
      node.parent.children.remove(node.name);
    }
    deleted(node);
  }

  /** Whether there is a cloud drive folder of this name. */
  synchronized boolean hasFolder(String name) {
    return drives.containsKey(name);
  }

  /** The id of a cloud drive folder. */
  public synchronized long folderId(String name) {
    Node drive = drives.get(name);
    if (drive == null) {
      throw new IllegalArgumentException("the emulator has no cloud drive folder " + name);
    }
    return drive.folderId;
  }

  /** The ids of all cloud drive folders. */
  public synchronized List<Long> folderIds() {
    return drives.values().stream().map(drive -> drive.folderId).toList();
  }

  /** The guid of a file or folder. */
  public synchronized String guid(String path) {
    return find(path).guid;
  }

  /** The moment of the last change so far. */
  synchronized long now() {
    return sequence;
  }

  /**
   * What changed after a moment.
   *
   * @param snapshotEnd what was deleted until then isn't told
   */
  synchronized Changes changes(Set<Long> folders, long after, long snapshotEnd, int limit) {
    List<Event> events = new ArrayList<>();
    long position = after;
    for (Node node : byChange.tailMap(after, false).values()) {
      boolean told =
          (folders.isEmpty() || folders.contains(node.folderId))
              && !(node.deleted && node.sequence <= snapshotEnd);
      if (told && events.size() == limit) {
        return new Changes(events, position, true);
      }
      if (told) {
        events.add(node.event());
      }
      position = node.sequence;
    }
    return new Changes(events, position, false);
  }

  /** Waits until something changes after a moment; says whether it did. */
  synchronized boolean awaitChange(Set<Long> folders, long after, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (changes(folders, after, 0, 1).events().isEmpty()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** The way from the cloud drive folder to a file or folder; empty when it isn't there. */
  synchronized Optional<List<Event>> ancestors(long folderId, String guid) {
    Node node = byGuid.get(guid);
    if (node == null || node.deleted || node.folderId != folderId) {
      return Optional.empty();
    }
    List<Event> way = new ArrayList<>();
    for (Node at = node; at != null; at = at.parent) {
      way.add(0, at.event());
    }
    return Optional.of(way);
  }

  private void deleted(Node node) {
    node.deleted = true;
    changed(node);
    node.children.values().forEach(this::deleted);
  }

  private void changed(Node node) {
    byChange.remove(node.sequence, node);
    node.sequence = ++sequence;
    node.modified = clock.get();
    byChange.put(node.sequence, node);
    notifyAll();
  }

  private Node find(String path) {
    if (drives.containsKey(path)) {
      return drives.get(path);
    }
    Node folder = folder(parentOf(path), false);
    String name = path.substring(path.lastIndexOf('/') + 1);
    Node node = folder == null ? null : folder.children.get(name);
    if (node == null) {
      throw new IllegalArgumentException("the emulator has no file or folder " + path);
    }
    return node;
  }

  private Node folder(String path, boolean make) {
    String[] names = path.split("/");
    Node at = drives.get(names[0]);
    if (at == null && make) {
      at = new Node(true, newGuid(), null, names[0], FIRST_FOLDER + byGuid.size(), 0);
      drives.put(names[0], at);
      byGuid.put(at.guid, at);
      changed(at);
    }
    for (int i = 1; i < names.length && at != null; i++) {
      Node next = at.children.get(names[i]);
      if (next == null && make) {
        next = new Node(true, newGuid(), at, names[i], at.folderId, 0);
        at.children.put(names[i], next);
        byGuid.put(next.guid, next);
        changed(next);
      }
      at = next;
    }
    return at;
  }

  private static String parentOf(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static String newGuid() {
    return UUID.randomUUID().toString();
  }
}

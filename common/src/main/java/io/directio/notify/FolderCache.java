// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of folders, bounded by bytes: those that were not asked for the longest go first.
 *
 * <p>A folder is known by its name and its parent, so that the renaming of a folder changes the
 * paths of everything below it by changing one entry; or, where the portal tells no more, by its
 * whole path. Whole paths become invalid all at once, for a cloud drive folder, when anything above
 * them may have changed.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class FolderCache {

  /** What an entry takes beside its texts, roughly. */
  private static final int OVERHEAD = 200;

  private static final int BYTES_PER_CHAR = 2;

  private final long maxBytes;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Long, Long> generations = new LinkedHashMap<>();
  private long bytes;

  private record Key(long folderId, String guid) {}

  private record Entry(Folder folder, long generation) {}

  /**
   * What is known of a folder.
   *
   * @param parentGuid its parent, or null if {@code path} is known instead
   * @param name its name, below its parent
   * @param path its whole path; null if it follows from its parent; {@link #GONE} if the portal
   *     doesn't know the folder any more
   * @param version the version of the event that told it, or unknown
   */
  record Folder(String parentGuid, String name, String path, long version) {

    static final String GONE = new String("");

    static Folder below(String parentGuid, String name, long version) {
      return new Folder(parentGuid, name, null, version);
    }

    static Folder at(String path) {
      return new Folder(null, null, path, -1);
    }

    static Folder gone() {
      return new Folder(null, null, GONE, -1);
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isGone() {
      return path == GONE;
    }

    boolean isWhole() {
      return path != null;
    }

    private long weight() {
      long chars = (parentGuid == null ? 0 : parentGuid.length()) + (long) length(name);
      return OVERHEAD + BYTES_PER_CHAR * (chars + length(path));
    }

    private static int length(String text) {
      return text == null ? 0 : text.length();
    }
  }

  FolderCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What is known of a folder, or null. */
  Folder get(long folderId, String guid) {
    Key key = new Key(folderId, guid);
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (entry.folder.isWhole() && entry.generation != generation(folderId)) {
      remove(key);
      return null;
    }
    return entry.folder;
  }

  void put(long folderId, String guid, Folder folder) {
    Key key = new Key(folderId, guid);
    remove(key);
    entries.put(key, new Entry(folder, generation(folderId)));
    bytes += weight(key, folder);
    Iterator<Map.Entry<Key, Entry>> eldest = entries.entrySet().iterator();
    while (bytes > maxBytes && eldest.hasNext()) {
      Map.Entry<Key, Entry> entry = eldest.next();
      bytes -= weight(entry.getKey(), entry.getValue().folder);
      eldest.remove();
    }
  }

  /** Forgets the whole paths of a cloud drive folder. */
  void forgetWholePaths(long folderId) {
    generations.merge(folderId, 1L, Long::sum);
  }

  /** Folders that are known. */
  int size() {
    return entries.size();
  }

  private void remove(Key key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      bytes -= weight(key, entry.folder);
    }
  }

  private long generation(long folderId) {
    return generations.getOrDefault(folderId, 0L);
  }

  private static long weight(Key key, Folder folder) {
    return folder.weight() + (long) BYTES_PER_CHAR * key.guid.length();
  }
}

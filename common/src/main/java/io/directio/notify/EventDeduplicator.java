// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import io.directio.FileEvent;
import io.directio.FileRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Drops events that tell nothing new: duplicates, replays, and those that come after a later one of
 * the same file or folder, as a creation that comes after its deletion. Whoever applies what is
 * left, in the order in which it comes, ends with the same files whatever the order of arrival was.
 *
 * <p>It remembers the last event of as many files and folders as it is told to, those that were
 * heard of most recently. What is beyond that comes at least once: an old event of a file that has
 * been forgotten passes again. So whatever is done with events must stand repetition; a file's id
 * and version tell whether it has been done. Without a version ({@code gvsn}) order can't be known:
 * then only an exact repetition of the last event is dropped.
 *
 * <p>It remembers what it was shown, so it is begun anew whenever a stream goes on from an earlier
 * position. <b>Threading:</b> not thread-safe.
 */
public final class EventDeduplicator {

  private final Map<String, Last> last;

  /** What matters of the last event: enough to know it again. */
  private record Last(long version, boolean deleted, int content) {}

  /**
   * @param remembered files and folders that are remembered, at least 1; each takes about 200 bytes
   */
  public EventDeduplicator(int remembered) {
    if (remembered < 1) {
      throw new IllegalArgumentException("At least one must be remembered, not " + remembered);
    }
    this.last =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Last> eldest) {
            return size() > remembered;
          }
        };
  }

  /** Whether an event tells something new; it is remembered then. */
  public boolean accept(FileEvent event) {
    Last known = last.get(event.guid());
    Last seen = new Last(event.version(), event.deleted(), content(event));
    if (known != null && !supersedes(seen, known)) {
      return false;
    }
    // An event without a version doesn't make those of before forget theirs.
    long version = known == null ? seen.version : Math.max(seen.version, known.version);
    last.put(event.guid(), new Last(version, seen.deleted, seen.content));
    return true;
  }

  private static boolean supersedes(Last seen, Last known) {
    boolean ordered = seen.version != FileRef.UNKNOWN && known.version != FileRef.UNKNOWN;
    if (ordered && seen.version != known.version) {
      return seen.version > known.version;
    }
    if (ordered && seen.deleted != known.deleted) {
      // A deletion need not have a version of its own.
      return seen.deleted;
    }
    return seen.deleted != known.deleted || seen.content != known.content;
  }

  private static int content(FileEvent event) {
    return Objects.hash(
        event.type(),
        event.name(),
        event.parentGuid(),
        event.folderId(),
        event.fileId(),
        event.size(),
        event.fileTimestamp(),
        event.acl());
  }
}

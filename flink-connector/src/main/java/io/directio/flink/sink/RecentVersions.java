// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.FileRef;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the newest complete version of each of the latest files, so that an older one that
 * comes late is not published over it.
 */
final class RecentVersions {

  private static final int MOST = 10_000;

  private final Map<Long, Long> newest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MOST;
        }
      };

  /** Takes note of a complete file; one whose version nobody knows can't be compared. */
  void add(long fileId, long version) {
    if (version != FileRef.UNKNOWN) {
      newest.merge(fileId, version, Math::max);
    }
  }

  /** Whether a newer version of the file is complete. */
  boolean isOutdated(long fileId, long version) {
    return version != FileRef.UNKNOWN && version < newest.getOrDefault(fileId, FileRef.UNKNOWN);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import java.util.LinkedHashSet;

/**
 * Remembers some files, the latest ones: enough to drop what is still on its way of a file that has
 * failed. What slips through costs work, never correctness.
 */
final class RecentFiles {

  private static final int MOST = 10_000;

  private final LinkedHashSet<Long> ids = new LinkedHashSet<>();

  void add(long fileId) {
    ids.add(fileId);
    if (ids.size() > MOST) {
      ids.remove(ids.iterator().next());
    }
  }

  boolean contains(long fileId) {
    return ids.contains(fileId);
  }
}

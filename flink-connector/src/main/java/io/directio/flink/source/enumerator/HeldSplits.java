// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which reader has which splits. It is no state: every reader that starts says what it has.
 *
 * <p>As long as any reader holds a split, a file may be handed back, and then there is more to
 * assign: so readers are told that there are no more splits only when nobody holds any.
 */
final class HeldSplits {

  private final Map<Integer, Set<String>> byReader = new HashMap<>();

  /** A reader has started with some splits. */
  void started(int reader, Collection<String> splitIds) {
    byReader.put(reader, new HashSet<>(splitIds));
  }

  /** A reader has failed; until it starts again nobody knows what it holds. */
  void lost(int reader) {
    byReader.remove(reader);
  }

  /** A split was assigned to a reader. */
  void assigned(int reader, String splitId) {
    byReader.computeIfAbsent(reader, any -> new HashSet<>()).add(splitId);
  }

  /** A reader is through with some splits. */
  void finished(int reader, Collection<String> splitIds) {
    Set<String> held = byReader.get(reader);
    if (held != null) {
      held.removeAll(splitIds);
    }
  }

  /** Whether a reader has said what it holds. */
  boolean knows(int reader) {
    return byReader.containsKey(reader);
  }

  /** Number of splits that a reader has. */
  int count(int reader) {
    return byReader.getOrDefault(reader, Set.of()).size();
  }

  /** Whether all of so many readers have started and hold nothing. */
  boolean allIdle(int readers) {
    return byReader.size() >= readers && byReader.values().stream().allMatch(Set::isEmpty);
  }
}

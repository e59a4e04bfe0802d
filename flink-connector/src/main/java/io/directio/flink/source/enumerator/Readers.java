// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Which reader has which splits, and which ones wait for more. It is no state: every reader that
 * starts says what it has, and asks.
 *
 * <p>As long as any reader holds a split, a file may be handed back, and then there is more to
 * assign: so readers are told that there are no more splits only when nobody holds any.
 *
 * <p><b>Threading.</b> Belongs to the coordinator's thread.
 */
final class Readers {

  private final Map<Integer, Set<String>> held = new HashMap<>();
  private final ArrayDeque<Integer> waiting = new ArrayDeque<>();

  /** A reader has started with some splits. */
  void started(int reader, Collection<String> splitIds) {
    waiting.removeIf(waits -> waits == reader);
    held.put(reader, new HashSet<>(splitIds));
  }

  /** A reader has failed; until it starts again nobody knows what it holds. */
  void lost(int reader) {
    waiting.removeIf(waits -> waits == reader);
    held.remove(reader);
  }

  /** A reader asks for a split. */
  void asks(int reader) {
    waiting.add(reader);
  }

  /** Of the readers that wait, the one with the least to do; empty if nobody waits. */
  Optional<Integer> hungriest(IntPredicate isThere) {
    return waiting.stream()
        .filter(reader -> held.containsKey(reader) && isThere.test(reader))
        .min(Comparator.comparingInt(reader -> held.get(reader).size()));
  }

  /** A split was assigned to a reader that waited. */
  void assigned(int reader, String splitId) {
    waiting.removeFirstOccurrence(reader);
    held.get(reader).add(splitId);
  }

  /** A reader is through with some splits. */
  void finished(int reader, Collection<String> splitIds) {
    Set<String> splits = held.get(reader);
    if (splits != null) {
      splits.removeAll(splitIds);
    }
  }

  /** Whether all of so many readers have started and hold nothing. */
  boolean allIdle(int readers) {
    return held.size() >= readers && held.values().stream().allMatch(Set::isEmpty);
  }
}

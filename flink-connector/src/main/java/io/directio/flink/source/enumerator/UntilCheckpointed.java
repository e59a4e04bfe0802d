// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Remembers what has happened until a checkpoint is complete that began later: from then on no
 * reader can be reset to a time before it.
 *
 * <p>Without checkpoints nothing is forgotten. What is here concerns files that were assigned since
 * the last one, and Flink keeps the splits of all of those as well, and for as long, to be able to
 * give them back: so this adds a small part to that.
 *
 * <p><b>Threading.</b> Belongs to the coordinator's thread.
 *
 * @param <T> what is remembered; told apart by equality
 */
final class UntilCheckpointed<T> {

  /** Each with the last checkpoint that had begun when it came, and so in ascending order. */
  private final Map<T, Long> known = new LinkedHashMap<>();

  private long lastCheckpoint = Long.MIN_VALUE;

  /** Remembers something; returns whether it was not known before. */
  boolean add(T thing) {
    return known.putIfAbsent(thing, lastCheckpoint) == null;
  }

  /** Forgets some things at once, and gives them. */
  List<T> take(Predicate<T> which) {
    List<T> taken = known.keySet().stream().filter(which).toList();
    known.keySet().removeAll(taken);
    return taken;
  }

  /** A checkpoint begins. */
  void checkpointBegins(long checkpointId) {
    lastCheckpoint = checkpointId;
  }

  /** A checkpoint is complete. */
  void checkpointCompleted(long checkpointId) {
    Iterator<Long> oldest = known.values().iterator();
    while (oldest.hasNext() && oldest.next() < checkpointId) {
      oldest.remove();
    }
  }
}

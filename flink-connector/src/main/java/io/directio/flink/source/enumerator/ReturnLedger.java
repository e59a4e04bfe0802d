// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.flink.source.split.FileTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Remembers which files were handed back, so that a reader that is reset to the last checkpoint,
 * and hands the same file back again, does not double it; {@link UntilCheckpointed} says how long.
 *
 * <p>Files that changed are remembered longer: each of their runs finds the change by itself, and
 * the late ones must not begin the file a third time. At most {@value #RESTARTS} of them are kept;
 * beyond, a file may be read once too often, which does no harm but work.
 */
final class ReturnLedger {

  private static final int RESTARTS = 10_000;

  private record Key(long ordinal, int attempt) {
    static Key of(FileTask task) {
      return new Key(task.ordinal(), task.attempt());
    }
  }

  private final UntilCheckpointed<Key> recent = new UntilCheckpointed<>();
  private final LinkedHashSet<Long> restarted = new LinkedHashSet<>();

  ReturnLedger(Collection<Long> restarted) {
    this.restarted.addAll(restarted);
  }

  /** Whether a large file comes back for the first time; remembers it. */
  boolean isNew(FileTask task) {
    return recent.add(Key.of(task));
  }

  /** Whether a file has to be begun once more because it changed; remembers it. */
  boolean isFirstChange(FileTask task) {
    boolean first = !task.isLastAttempt() && restarted.add(task.ordinal());
    if (restarted.size() > RESTARTS) {
      restarted.remove(restarted.iterator().next());
    }
    return first;
  }

  /** The files that were begun once more. */
  List<Long> restarted() {
    return new ArrayList<>(restarted);
  }

  /** A checkpoint begins: what was accepted so far is part of it. */
  void checkpointBegins(long checkpointId) {
    recent.checkpointBegins(checkpointId);
  }

  /** A checkpoint is complete. */
  void checkpointCompleted(long checkpointId) {
    recent.checkpointCompleted(checkpointId);
  }
}

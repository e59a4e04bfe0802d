// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.flink.source.enumerator.SplitAssigner.Leftover;
import java.util.List;

/**
 * What was left to assign of files that have failed: not worth reading, unless the failure is
 * undone. That happens when the reader that reported it is reset to a checkpoint before it: it
 * reads its part of the file again, which may go well this time.
 *
 * <p><b>Threading.</b> Belongs to the coordinator's thread.
 */
final class SetAside {

  private record Part(int reader, Leftover leftover) {}

  private final UntilCheckpointed<Part> parts = new UntilCheckpointed<>();

  /** Sets aside what was left of a file, because of what a reader reported. */
  void add(int reader, Leftover leftover) {
    if (!leftover.isEmpty()) {
      parts.add(new Part(reader, leftover));
    }
  }

  /** A reader is reset to the last complete checkpoint: gives what it was wrong about. */
  List<Leftover> takeBecauseOf(int reader) {
    return parts.take(part -> part.reader() == reader).stream().map(Part::leftover).toList();
  }

  /** A checkpoint begins: the failures that were reported so far are part of it. */
  void checkpointBegins(long checkpointId) {
    parts.checkpointBegins(checkpointId);
  }

  /** A checkpoint is complete. */
  void checkpointCompleted(long checkpointId) {
    parts.checkpointCompleted(checkpointId);
  }
}

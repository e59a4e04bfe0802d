// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.BlockInfo;
import io.directio.ByteRange;
import io.directio.FilePlan;
import io.directio.NoSuchBlockException;
import io.directio.RangeNotSatisfiableException;
import io.directio.Stored;
import io.directio.StoredRange;
import io.directio.plan.BlockRun;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A task whose file has been leased: which of its blocks are still to be fetched, and which have
 * been.
 *
 * <p><b>Threading:</b> not thread-safe; guarded by its reader's lock once it is there.
 */
final class OpenTask {

  /** A stored range, and the blocks that it holds. */
  record Held(StoredRange range, int firstBlock, int lastBlock) {}

  private final ReadTask task;
  private final long sequence;
  private final LeasedFile file;
  private final boolean restarted;
  private final Stored held;
  private final int first;
  private final BitSet wanted = new BitSet();
  private final List<Held> stored = new ArrayList<>();
  private int next;
  private int missing;

  /**
   * @param sequence the order of submission
   * @param restarted whether the file was found changed once already
   * @param held what the destination holds already of the file
   */
  OpenTask(ReadTask task, long sequence, LeasedFile file, boolean restarted, Stored held) {
    this.task = task;
    this.sequence = sequence;
    this.file = file;
    this.restarted = restarted;
    this.held = held;
    FilePlan plan = file.plan();
    this.first = task.firstBlock();
    int last = task.run().map(BlockRun::lastBlock).orElse(Math.max(1, plan.blockCount()));
    wanted.set(0, last - first + 1);
    if (!restarted) {
      for (int number = first; number <= last; number++) {
        if (task.isDone(number)) {
          wanted.clear(number - first);
        }
      }
    }
    if (held instanceof Stored.Partly partly) {
      partly.ranges().forEach(this::leaveOut);
    }
    this.missing = wanted.cardinality();
  }

  /**
   * Leaves out what the destination holds, where that are whole blocks, all of them in this task
   * and none done before: only then this task alone can answer for the range.
   */
  private void leaveOut(StoredRange range) {
    FilePlan plan = file.plan();
    if (range.length() <= 0 || range.offset() + range.length() > plan.size()) {
      return;
    }
    List<BlockInfo> blocks = blocksIn(plan, range);
    BlockInfo from = blocks.get(0);
    BlockInfo to = blocks.get(blocks.size() - 1);
    if (from.offset() != range.offset()
        || to.end() != range.offset() + range.length()
        || from.number() < first
        || wanted.nextClearBit(from.number() - first) <= to.number() - first) {
      return;
    }
    wanted.clear(from.number() - first, to.number() - first + 1);
    stored.add(new Held(range, from.number(), to.number()));
  }

  ReadTask task() {
    return task;
  }

  long sequence() {
    return sequence;
  }

  LeasedFile file() {
    return file;
  }

  /** What the destination holds already. */
  Stored held() {
    return held;
  }

  boolean isRestarted() {
    return restarted;
  }

  /** What need not be fetched, in the order of the file. */
  List<Held> stored() {
    return stored;
  }

  /** The next block to fetch; null if there is none left. */
  BlockInfo next() {
    int index = wanted.nextSetBit(next);
    if (index < 0) {
      return null;
    }
    next = index + 1;
    return info(first + index);
  }

  /** Whether {@link #next()} would give a block. */
  boolean hasNext() {
    return wanted.nextSetBit(next) >= 0;
  }

  /** Notes that a block has arrived; says whether it was the last. */
  boolean arrived() {
    return --missing == 0;
  }

  /** Whether there is nothing to fetch, from the beginning. */
  boolean isComplete() {
    return missing == 0;
  }

  private static List<BlockInfo> blocksIn(FilePlan plan, StoredRange range) {
    try {
      return plan.blocksIn(ByteRange.of(range.offset(), range.offset() + range.length() - 1));
    } catch (RangeNotSatisfiableException e) {
      throw new IllegalStateException(e);
    }
  }

  private BlockInfo info(int number) {
    try {
      return file.plan().block(number);
    } catch (NoSuchBlockException e) {
      throw new IllegalStateException(e);
    }
  }
}

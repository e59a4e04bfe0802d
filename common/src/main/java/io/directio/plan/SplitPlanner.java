// SPDX-License-Identifier: Apache-2.0
package io.directio.plan;

import io.directio.BlockInfo;
import io.directio.FilePlan;
import io.directio.FileRef;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Cuts planned files into runs of blocks, and says which files are not worth planning beforehand.
 *
 * <p>A run ends where the next <em>unit</em> would not fit any more. Units are what one writer must
 * hold whole: a block belongs to the unit in whose {@code unitBytes} of the file it starts, so that
 * the cut depends on nothing but the file and the unit. A unit that is larger than a run makes a
 * run of its own. With units of 1 byte, the default, every block is its own unit.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param maxRunBytes size in bytes up to which blocks are put together, at least 1; 1 means one
 *     unit a run. Default 64 MiB
 * @param unitBytes the destination's unit in bytes, at least 1. Default 1: a block
 * @param smallFileThreshold size in bytes up to which a file of known size is assigned without
 *     being planned; -1 plans every file. Default 8 MiB
 */
public record SplitPlanner(long maxRunBytes, long unitBytes, long smallFileThreshold)
    implements Serializable {

  /** Runs of 64 MiB, units of one block, files up to 8 MiB unplanned. */
  public static final SplitPlanner DEFAULT = new SplitPlanner(64L << 20, 1, 8L << 20);

  /**
   * @throws IllegalArgumentException if a size is out of its bounds
   */
  public SplitPlanner {
    if (maxRunBytes < 1 || unitBytes < 1 || smallFileThreshold < -1) {
      throw new IllegalArgumentException(
          "Runs of "
              + maxRunBytes
              + " bytes, units of "
              + unitBytes
              + ", small files up to "
              + smallFileThreshold
              + ": sizes must be positive");
    }
  }

  /** The same with another size of runs, in bytes. */
  public SplitPlanner withMaxRunBytes(long bytes) {
    return new SplitPlanner(bytes, unitBytes, smallFileThreshold);
  }

  /** The same with another unit, in bytes. */
  public SplitPlanner withUnitBytes(long bytes) {
    return new SplitPlanner(maxRunBytes, bytes, smallFileThreshold);
  }

  /** The same with another threshold for small files, in bytes; -1 plans every file. */
  public SplitPlanner withSmallFileThreshold(long bytes) {
    return new SplitPlanner(maxRunBytes, unitBytes, bytes);
  }

  /**
   * Whether a file is assigned as it is, to be listed by the worker that reads it: its size is
   * known, and is small. That saves a portal call per file.
   */
  public boolean isSmall(FileRef file) {
    return file.sizeKnown() && file.size() <= smallFileThreshold;
  }

  /**
   * The runs of a file in order, made as they are walked: nothing is kept but the plan. They cover
   * every block exactly once; an empty file has exactly one run, of no bytes.
   */
  public Iterable<BlockRun> runs(FilePlan plan) {
    return () -> new Runs(plan);
  }

  /**
   * The blocks of the units that start in a range of bytes, as one run. So ranges that cover the
   * file without an overlap cover every block exactly once, wherever they were cut.
   *
   * @param from offset of the range's first byte, inclusive
   * @param to offset of the first byte after the range
   * @return empty if no unit starts there, as in an empty file
   */
  public Optional<BlockRun> runStartingIn(FilePlan plan, long from, long to) {
    List<BlockInfo> blocks = plan.blocks();
    int first = firstUnitAtOrAfter(blocks, from);
    int end = firstUnitAtOrAfter(blocks, to);
    if (first == end) {
      return Optional.empty();
    }
    long start = blocks.get(first).offset();
    long length = blocks.get(end - 1).end() - start;
    return Optional.of(new BlockRun(plan.metadata(), first + 1, end, start, length));
  }

  private boolean startsUnit(List<BlockInfo> blocks, int index) {
    return index == 0
        || blocks.get(index - 1).offset() / unitBytes != blocks.get(index).offset() / unitBytes;
  }

  /** Index of the first block that starts a unit at or after an offset. */
  private int firstUnitAtOrAfter(List<BlockInfo> blocks, long offset) {
    int low = 0;
    int high = blocks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (blocks.get(middle).offset() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    while (low < blocks.size() && !startsUnit(blocks, low)) {
      low++;
    }
    return low;
  }

  private final class Runs implements Iterator<BlockRun> {
    private final FilePlan plan;
    private final List<BlockInfo> blocks;
    private int next;
    private boolean more = true;

    Runs(FilePlan plan) {
      this.plan = plan;
      this.blocks = plan.blocks();
    }

    @Override
    public boolean hasNext() {
      return more;
    }

    @Override
    public BlockRun next() {
      if (!more) {
        throw new NoSuchElementException("No more runs of file " + plan.file().fileId());
      }
      if (blocks.isEmpty()) {
        more = false;
        return new BlockRun(plan.metadata(), 1, 1, 0, 0);
      }
      BlockInfo first = blocks.get(next);
      BlockInfo last = lastOfUnit(next);
      while (last.number() < blocks.size()) {
        BlockInfo candidate = lastOfUnit(last.number());
        if (candidate.end() - first.offset() > maxRunBytes) {
          break;
        }
        last = candidate;
      }
      next = last.number();
      more = next < blocks.size();
      return new BlockRun(
          plan.metadata(),
          first.number(),
          last.number(),
          first.offset(),
          last.end() - first.offset());
    }

    /** The last block of the unit that the block at an index belongs to. */
    private BlockInfo lastOfUnit(int index) {
      BlockInfo last = blocks.get(index);
      long unit = last.offset() / unitBytes;
      for (int i = index + 1; i < blocks.size(); i++) {
        BlockInfo block = blocks.get(i);
        if (block.offset() / unitBytes != unit) {
          break;
        }
        last = block;
      }
      return last;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.split;

import io.directio.plan.BlockRun;
import java.util.BitSet;
import java.util.Objects;

/** Consecutive blocks of one large file that has been planned. */
public final class RunSplit implements DirectIOSplit {

  private final FileTask task;
  private final BlockRun run;
  private final BitSet done;

  /** A run of which nothing has been read. */
  public RunSplit(FileTask task, BlockRun run) {
    this(task, run, new BitSet());
  }

  /**
   * @param task the file
   * @param run its blocks
   * @param done the blocks that were emitted already; bit 0 is the run's first block
   */
  public RunSplit(FileTask task, BlockRun run, BitSet done) {
    this.task = Objects.requireNonNull(task, "task");
    this.run = Objects.requireNonNull(run, "run");
    this.done = (BitSet) done.clone();
  }

  @Override
  public String splitId() {
    return "run-" + task.ordinal() + "." + task.attempt() + "-" + run.firstBlock();
  }

  /** The file that the blocks belong to. */
  public FileTask task() {
    return task;
  }

  /** The blocks. */
  public BlockRun run() {
    return run;
  }

  /** The blocks that were emitted already; bit 0 is the run's first block. A copy. */
  public BitSet done() {
    return (BitSet) done.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunSplit that
        && task.equals(that.task)
        && run.equals(that.run)
        && done.equals(that.done);
  }

  @Override
  public int hashCode() {
    return Objects.hash(task, run, done);
  }

  @Override
  public String toString() {
    return splitId()
        + " (blocks "
        + run.firstBlock()
        + " to "
        + run.lastBlock()
        + " of file "
        + task.file().fileId()
        + ", "
        + done.cardinality()
        + " done)";
  }
}

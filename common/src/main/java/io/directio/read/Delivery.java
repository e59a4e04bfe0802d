// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.FilePlan;
import io.directio.ReadResult;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that a {@link BlockReader} hands over. Every task ends with exactly one delivery whose
 * {@link #last()} is true; it may have a result or not.
 *
 * <p>Each delivery is to be given back with {@link BlockReader#done(Delivery)} once its bytes are
 * not needed any more.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Delivery {

  private final ReadTask task;
  private final ReadResult result;
  private final boolean last;
  private final int firstBlock;
  private final int lastBlock;
  private final FilePlan tooLarge; // null unless it is

  Delivery(ReadTask task, ReadResult result, boolean last, int firstBlock, int lastBlock) {
    this(task, result, last, firstBlock, lastBlock, null);
  }

  /** The end of a task whose file is larger than the task was to read. */
  static Delivery tooLarge(ReadTask task, FilePlan plan) {
    return new Delivery(task, null, true, 0, 0, plan);
  }

  private Delivery(
      ReadTask task,
      ReadResult result,
      boolean last,
      int firstBlock,
      int lastBlock,
      FilePlan tooLarge) {
    this.task = Objects.requireNonNull(task, "task");
    this.result = result;
    this.last = last;
    this.firstBlock = firstBlock;
    this.lastBlock = lastBlock;
    this.tooLarge = tooLarge;
  }

  /** The task that this belongs to, as it was submitted. */
  public ReadTask task() {
    return task;
  }

  /**
   * What was read: a block, a range that is stored already, or the row of a file that failed or was
   * skipped; empty if there is nothing to say but that the task has ended.
   */
  public Optional<ReadResult> result() {
    return Optional.ofNullable(result);
  }

  /** Whether this is the task's last delivery. */
  public boolean last() {
    return last;
  }

  /**
   * Number of the first block that this settles: for a block its own number, for a stored range
   * that of the first block in it; 0 if it settles none.
   */
  public int firstBlock() {
    return firstBlock;
  }

  /** Number of the last block that this settles, inclusive; 0 if it settles none. */
  public int lastBlock() {
    return lastBlock;
  }

  /**
   * The plan of a file that is larger than the task {@linkplain ReadTask#upTo was to read}: the
   * task ended because of that, and nothing of the file was delivered. Empty for everything else.
   */
  public Optional<FilePlan> tooLarge() {
    return Optional.ofNullable(tooLarge);
  }

  @Override
  public String toString() {
    return (result == null ? "Nothing more" : result) + " for " + task + (last ? ", the last" : "");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.Block;
import io.directio.FileMetadata;
import io.directio.ReadResult;
import io.directio.StoredRange;
import io.directio.flink.source.split.BundleSplit;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.OutcomeSplit;
import io.directio.flink.source.split.RunSplit;
import io.directio.read.Delivery;

/**
 * How far a split has been read: the mutable counterpart of a split, from which checkpoints take
 * the split as it is then.
 *
 * <p><b>Threading.</b> Belongs to one thread. The task's keeps one for what was emitted, the
 * fetcher's another for what was passed on to the task.
 */
interface SplitProgress {

  /** Begins where a split left off. */
  static SplitProgress of(DirectIOSplit split) {
    if (split instanceof RunSplit run) {
      return new RunProgress(run);
    }
    if (split instanceof BundleSplit bundle) {
      return new BundleProgress(bundle);
    }
    return new RowProgress((OutcomeSplit) split);
  }

  /** The split's id. */
  default String splitId() {
    return toSplit().splitId();
  }

  /** The split as it is to be restored. */
  DirectIOSplit toSplit();

  /** Number of records that are left, as far as is known: a file that is not listed counts one. */
  long leftRecords();

  /** Bytes that are left, about; a file of unknown size counts none. */
  long leftBytes();

  /**
   * Blocks of a file have been emitted.
   *
   * @param ordinal the file
   * @param fingerprint the fingerprint that the blocks are from
   * @param firstBlock number of the first
   * @param lastBlock number of the last, inclusive
   */
  void emitted(long ordinal, long fingerprint, int firstBlock, int lastBlock);

  /** Something that was read of a file has been passed on. */
  default void passed(FileTask file, Delivery delivery) {
    ReadResult result = delivery.result().orElse(null);
    if (result instanceof Block block) {
      passed(file, block.file(), delivery);
    } else if (result instanceof StoredRange range) {
      passed(file, range.file(), delivery);
    }
    if (delivery.last()) {
      settled(file.ordinal());
    }
  }

  private void passed(FileTask file, FileMetadata listed, Delivery delivery) {
    emitted(file.ordinal(), listed.fingerprint(), delivery.firstBlock(), delivery.lastBlock());
  }

  /** There is nothing more to do for a file: it has been emitted, has failed, or was taken back. */
  void settled(long ordinal);
}

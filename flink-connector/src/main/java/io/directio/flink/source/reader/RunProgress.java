// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.RunSplit;
import java.util.BitSet;

/** How far a run of blocks has been emitted: a bit for each. */
final class RunProgress implements SplitProgress {

  private final RunSplit split;
  private final BitSet done;

  RunProgress(RunSplit split) {
    this.split = split;
    this.done = split.done();
  }

  @Override
  public DirectIOSplit toSplit() {
    return new RunSplit(split.task(), split.run(), done);
  }

  @Override
  public long leftRecords() {
    return split.run().blocks() - done.cardinality();
  }

  @Override
  public long leftBytes() {
    return split.run().length() / split.run().blocks() * leftRecords();
  }

  @Override
  public void emitted(long ordinal, long fingerprint, int firstBlock, int lastBlock) {
    int first = split.run().firstBlock();
    done.set(firstBlock - first, lastBlock - first + 1);
  }

  @Override
  public void settled(long ordinal) {
    done.set(0, split.run().blocks());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.OutcomeSplit;
import java.util.Optional;

/** Whether a row has been emitted. Once it has, nothing is left of its split. */
final class RowProgress implements SplitProgress {

  private final OutcomeSplit split;
  private boolean emitted;

  RowProgress(OutcomeSplit split) {
    this.split = split;
  }

  @Override
  public DirectIOSplit toSplit() {
    return emitted ? new OutcomeSplit(split.ordinal(), Optional.empty()) : split;
  }

  @Override
  public long leftRecords() {
    return emitted ? 0 : 1;
  }

  @Override
  public long leftBytes() {
    return 0;
  }

  @Override
  public void emitted(long ordinal, long fingerprint, int firstBlock, int lastBlock) {
    throw new IllegalStateException("A row has no blocks");
  }

  @Override
  public void settled(long ordinal) {
    emitted = true;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.single;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Gives the split to the first reader that comes. Its state is the split, as long as no reader has
 * it.
 *
 * <p><b>Threading.</b> Belongs to the coordinator's thread, and asks nobody.
 */
public final class SingleSplitEnumerator<S extends SourceSplit>
    implements SplitEnumerator<S, Optional<S>> {

  private final SplitEnumeratorContext<S> context;
  private final boolean spareReadersEnd;
  private Optional<S> unassigned;

  /**
   * @param unassigned the split, unless a checkpoint remembers that a reader has it
   * @param spareReadersEnd whether readers that come later end at once; or else they wait
   */
  public SingleSplitEnumerator(
      SplitEnumeratorContext<S> context, Optional<S> unassigned, boolean spareReadersEnd) {
    this.context = Objects.requireNonNull(context, "context");
    this.unassigned = Objects.requireNonNull(unassigned, "unassigned");
    this.spareReadersEnd = spareReadersEnd;
  }

  @Override
  public void start() {}

  @Override
  public void addReader(int reader) {
    unassigned.ifPresent(split -> context.assignSplit(split, reader));
    unassigned = Optional.empty();
    if (spareReadersEnd) {
      context.signalNoMoreSplits(reader);
    }
  }

  @Override
  public void handleSplitRequest(int reader, String host) {
    // Readers don't ask: there is one split.
  }

  @Override
  public void addSplitsBack(List<S> splits, int reader) {
    // The reader comes again, or another one does.
    splits.forEach(split -> unassigned = Optional.of(split));
  }

  @Override
  public Optional<S> snapshotState(long checkpointId) {
    return unassigned;
  }

  @Override
  public void close() {}
}

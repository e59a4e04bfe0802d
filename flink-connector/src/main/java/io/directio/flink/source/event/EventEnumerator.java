// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.event;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Gives the split to the first reader that comes.
 *
 * <p><b>Threading.</b> Belongs to the coordinator's thread, and asks nobody.
 */
public final class EventEnumerator implements SplitEnumerator<EventSplit, PendingSplit> {

  private final SplitEnumeratorContext<EventSplit> context;
  private final boolean endless;
  private Optional<EventSplit> pending;

  /**
   * @param restored what a checkpoint remembered, or {@link PendingSplit#INITIAL}
   * @param endless whether the events never end; then readers without a split wait
   */
  public EventEnumerator(
      SplitEnumeratorContext<EventSplit> context, PendingSplit restored, boolean endless) {
    this.context = context;
    this.pending = restored.split();
    this.endless = endless;
  }

  @Override
  public void start() {}

  @Override
  public void addReader(int reader) {
    pending.ifPresent(split -> context.assignSplit(split, reader));
    pending = Optional.empty();
    if (!endless) {
      context.signalNoMoreSplits(reader);
    }
  }

  @Override
  public void handleSplitRequest(int reader, String host) {
    // Readers don't ask: there is one split.
  }

  @Override
  public void addSplitsBack(List<EventSplit> splits, int reader) {
    // The reader comes again, or another one does.
    splits.forEach(split -> pending = Optional.of(split));
  }

  @Override
  public PendingSplit snapshotState(long checkpointId) {
    return new PendingSplit(pending);
  }

  @Override
  public void close() throws IOException {}
}

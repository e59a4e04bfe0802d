// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.ReadResult;
import io.directio.flink.source.metrics.ClientMetrics;
import io.directio.flink.source.protocol.ReturnAccepted;
import io.directio.flink.source.protocol.SplitsFinished;
import io.directio.flink.source.protocol.SplitsHeld;
import io.directio.flink.source.split.DirectIOSplit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.core.io.InputStatus;

/**
 * Reads the splits that it is assigned, and asks for the next in good time.
 *
 * <p>It asks for one split at a time until it has as many as it may have in hand, so that the first
 * splits are spread over the readers.
 *
 * <p><b>Threading.</b> Belongs to the task's thread.
 */
@SuppressWarnings("try") // Flink declares what close() throws.
public final class DirectIOSourceReader
    extends SourceReaderBase<Fetched, ReadResult, DirectIOSplit, SplitProgress> {

  private final KeptAliveFetcher<Fetched, DirectIOSplit> fetcher;
  private final AcceptedReturns accepted;
  private final PendingWork pending;
  private final int splitsInHand;
  private final Map<String, SplitProgress> held = new HashMap<>();
  private boolean started;
  private boolean asked;
  private boolean noMoreSplits;

  private DirectIOSourceReader(
      SourceReaderContext context,
      KeptAliveFetcher<Fetched, DirectIOSplit> fetcher,
      AcceptedReturns accepted,
      ReaderSettings settings) {
    super(
        fetcher,
        new FileEmitter(context, settings.failFast()),
        context.getConfiguration(),
        context);
    this.fetcher = fetcher;
    this.accepted = accepted;
    this.pending = new PendingWork(context.metricGroup());
    this.splitsInHand = settings.assignment().splitsInHand();
  }

  /** A reader of a task. It opens nothing before it is assigned the first split. */
  public static DirectIOSourceReader create(SourceReaderContext context, ReaderSettings settings) {
    AcceptedReturns accepted = new AcceptedReturns();
    Supplier<SplitReader<Fetched, DirectIOSplit>> readers =
        () -> {
          BlockSource source = BlockSource.open(settings, context.currentParallelism());
          ClientMetrics.ofReader(context.metricGroup(), source::statistics);
          return new BlockSplitReader(source, accepted, settings.assignment().smallFileThreshold());
        };
    KeptAliveFetcher<Fetched, DirectIOSplit> fetcher =
        new KeptAliveFetcher<>(readers, context.getConfiguration());
    return new DirectIOSourceReader(context, fetcher, accepted, settings);
  }

  @Override
  public void start() {
    started = true;
    context.sendSourceEventToCoordinator(new SplitsHeld(List.copyOf(held.keySet())));
    ask();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<ReadResult> output) throws Exception {
    InputStatus status = super.pollNext(output);
    pending.update(held.values());
    return status;
  }

  @Override
  public void addSplits(List<DirectIOSplit> splits) {
    super.addSplits(splits);
    if (started) {
      asked = false;
      ask();
    }
  }

  @Override
  protected void onSplitFinished(Map<String, SplitProgress> finished) {
    held.keySet().removeAll(finished.keySet());
    context.sendSourceEventToCoordinator(new SplitsFinished(List.copyOf(finished.keySet())));
    ask();
  }

  private void ask() {
    if (!asked && !noMoreSplits && held.size() < splitsInHand) {
      asked = true;
      context.sendSplitRequest();
    }
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (!(event instanceof ReturnAccepted answer)) {
      throw new IllegalArgumentException("The enumerator sent an unknown event: " + event);
    }
    SplitProgress progress = held.get(answer.splitId());
    if (progress != null) {
      progress.settled(answer.ordinal());
      accepted.add(answer.splitId());
    }
  }

  @Override
  public void notifyNoMoreSplits() {
    noMoreSplits = true;
    fetcher.noMoreSplits();
    super.notifyNoMoreSplits();
  }

  @Override
  protected SplitProgress initializedState(DirectIOSplit split) {
    SplitProgress progress = SplitProgress.of(split);
    held.put(split.splitId(), progress);
    return progress;
  }

  @Override
  protected DirectIOSplit toSplitType(String splitId, SplitProgress progress) {
    return progress.toSplit();
  }
}

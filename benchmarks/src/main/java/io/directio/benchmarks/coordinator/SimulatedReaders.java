// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.coordinator;

import io.directio.flink.source.protocol.SplitsFinished;
import io.directio.flink.source.protocol.SplitsHeld;
import io.directio.flink.source.split.BundleSplit;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.RunSplit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * Stands for Flink and all readers: whatever is assigned is finished at once, and asked for anew.
 * Every reader has two splits in hand, as real ones do, and tells and asks as they do.
 *
 * <p><b>Threading.</b> Everything happens in the coordinator's thread, but for {@link #ended()}.
 */
final class SimulatedReaders implements SplitEnumeratorContext<DirectIOSplit> {

  private static final int IN_HAND = 2;

  /** Is told what is assigned. */
  interface Observer {
    void assigned(long files, long blocks);
  }

  private final int readers;
  private final ExecutorService coordinator;
  private final Observer observer;
  private final Map<Integer, ReaderInfo> registered;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private SplitEnumerator<DirectIOSplit, ?> enumerator;
  private int told;

  SimulatedReaders(int readers, ExecutorService coordinator, Observer observer) {
    this.readers = readers;
    this.coordinator = coordinator;
    this.observer = observer;
    this.registered =
        IntStream.range(0, readers)
            .boxed()
            .collect(
                Collectors.toMap(
                    Function.identity(), reader -> new ReaderInfo(reader, "host-" + reader)));
  }

  /** Lets all readers come to an enumerator that has been started. */
  void comeTo(SplitEnumerator<DirectIOSplit, ?> started) {
    enumerator = started;
    for (int reader = 0; reader < readers; reader++) {
      started.addReader(reader);
      started.handleSourceEvent(reader, new SplitsHeld(List.of()));
      for (int i = 0; i < IN_HAND; i++) {
        started.handleSplitRequest(reader, "host-" + reader);
      }
    }
  }

  /** Done once every reader was told that there are no more splits, or something has failed. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void assignSplits(SplitsAssignment<DirectIOSplit> assignment) {
    assignment.assignment().forEach((reader, splits) -> splits.forEach(s -> assigned(reader, s)));
  }

  private void assigned(int reader, DirectIOSplit split) {
    if (split instanceof RunSplit run) {
      observer.assigned(run.run().isFirst() ? 1 : 0, run.run().blocks());
    } else if (split instanceof BundleSplit bundle) {
      observer.assigned(bundle.files().size(), bundle.files().size());
    } else {
      ended.completeExceptionally(new IllegalStateException("A file was not planned: " + split));
    }
    runInCoordinatorThread(
        () -> {
          enumerator.handleSourceEvent(reader, new SplitsFinished(List.of(split.splitId())));
          enumerator.handleSplitRequest(reader, "host-" + reader);
        });
  }

  @Override
  public void signalNoMoreSplits(int reader) {
    told++;
    if (told == readers) {
      ended.complete(null);
    }
  }

  @Override
  public void runInCoordinatorThread(Runnable step) {
    coordinator.execute(
        () -> {
          try {
            step.run();
          } catch (RuntimeException | Error e) {
            ended.completeExceptionally(e);
          }
        });
  }

  @Override
  public int currentParallelism() {
    return readers;
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return registered;
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
  }

  @Override
  public void sendEventToSourceReader(int reader, SourceEvent event) {
    // They have no questions.
  }

  @Override
  public <T> void callAsync(Callable<T> work, BiConsumer<T, Throwable> then) {
    throw new UnsupportedOperationException("The enumerator has threads of its own");
  }

  @Override
  public <T> void callAsync(
      Callable<T> work, BiConsumer<T, Throwable> then, long initialDelay, long period) {
    throw new UnsupportedOperationException("The enumerator has threads of its own");
  }
}

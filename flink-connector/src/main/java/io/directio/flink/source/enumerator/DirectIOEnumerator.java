// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.ManifestEntry;
import io.directio.flink.JobStoppedException;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.FileSelection;
import io.directio.flink.source.protocol.FileFailed;
import io.directio.flink.source.protocol.FileReturned;
import io.directio.flink.source.protocol.ReturnAccepted;
import io.directio.flink.source.protocol.SplitsFinished;
import io.directio.flink.source.protocol.SplitsHeld;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.OutcomeSplit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out the work: the glue between the parts that know what there is and Flink.
 *
 * <p>A reader asks for splits as it runs out of them; a request that can't be answered is kept.
 * Every event that can bring new work, a page of ids, a plan, a file that is handed back, a reader
 * that fails, ends in {@link #serve()}, which answers as many requests as it can, reads ahead, and
 * tells the readers when there can't be any more.
 *
 * <p><b>Threading.</b> Everything here runs in the coordinator's thread; see {@link Background}.
 */
public final class DirectIOEnumerator implements SplitEnumerator<DirectIOSplit, EnumeratorState> {

  private static final Logger LOG = LoggerFactory.getLogger(DirectIOEnumerator.class);

  /** Large files that are listed, or whose runs are being assigned, at the same time. */
  private static final int PLAN_WINDOW = 32;

  private final SplitEnumeratorContext<DirectIOSplit> context;
  private final AssignmentOptions options;
  private final boolean failFast;
  private final FilePlanner planner;
  private final Background background;

  private final Intake intake;
  private final LargeFiles large;
  private final SplitAssigner assigner;
  private final ReturnLedger returns;
  private final EnumeratorMetrics metrics;
  private final SetAside setAside = new SetAside();
  private final HeldSplits held = new HeldSplits();
  private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
  private boolean announcedEnd;

  /**
   * @param restored what a checkpoint remembered, or {@link EnumeratorState#initial()}
   * @param units the destination's unit for a file of a size, both in bytes
   * @param planner lists large files; closed with this
   * @param failFast whether a file that can't be planned stops the job
   */
  public DirectIOEnumerator(
      SplitEnumeratorContext<DirectIOSplit> context,
      FileSelection selection,
      AssignmentOptions options,
      LongUnaryOperator units,
      boolean failFast,
      FilePlanner planner,
      EnumeratorState restored) {
    this(
        context,
        selection,
        options,
        units,
        failFast,
        planner,
        restored,
        new CoordinatorBackground(options.listings() + 1, context::runInCoordinatorThread));
  }

  DirectIOEnumerator(
      SplitEnumeratorContext<DirectIOSplit> context,
      FileSelection selection,
      AssignmentOptions options,
      LongUnaryOperator units,
      boolean failFast,
      FilePlanner planner,
      EnumeratorState restored,
      Background background) {
    this.context = context;
    this.options = options;
    this.failFast = failFast;
    this.planner = planner;
    this.background = background;
    this.intake = new Intake(selection, restored.position(), background);
    this.large =
        new LargeFiles(
            options.cutter(), units, planner, background, options.listings(), PLAN_WINDOW);
    this.assigner = new SplitAssigner(options, intake, large);
    this.metrics = new EnumeratorMetrics(context.metricGroup());
    this.returns = new ReturnLedger(restored.restarted());
    large.add(new LargeFiles.Rest(restored.toPlan(), restored.begun()));
    assigner.addFirst(restored.splits());
  }

  @Override
  public void start() {
    serve();
  }

  @Override
  public void addReader(int reader) {
    // The reader says by itself what it holds, and asks when it wants more.
  }

  @Override
  public void handleSplitRequest(int reader, String host) {
    waiting.add(reader);
    serve();
  }

  @Override
  public void handleSourceEvent(int reader, SourceEvent event) {
    if (event instanceof SplitsHeld started) {
      waiting.removeIf(waits -> waits == reader);
      held.started(reader, started.splitIds());
      announcedEnd = false;
    } else if (event instanceof SplitsFinished finished) {
      held.finished(reader, finished.splitIds());
    } else if (event instanceof FileReturned returned) {
      takeBack(returned);
      context.sendEventToSourceReader(
          reader, new ReturnAccepted(returned.splitId(), returned.task().ordinal()));
    } else if (event instanceof FileFailed failed) {
      setAside.add(reader, assigner.drop(failed.ordinal()));
    } else {
      throw new IllegalArgumentException("Reader " + reader + " sent an unknown event: " + event);
    }
    serve();
  }

  private void takeBack(FileReturned returned) {
    FileTask task = returned.task();
    if (returned.reason() == FileReturned.Reason.CHANGED) {
      if (returns.isFirstChange(task)) {
        LOG.info("File {} changed while it was read: begins once more", task.file().fileId());
        assigner.drop(task.ordinal());
        large.add(task.again());
      }
    } else if (returns.isNew(task)) {
      large.add(task);
    }
  }

  @Override
  public void addSplitsBack(List<DirectIOSplit> splits, int reader) {
    LOG.info("Reader {} was reset: {} splits come back", reader, splits.size());
    waiting.removeIf(waits -> waits == reader);
    held.lost(reader);
    announcedEnd = false;
    setAside.takeBecauseOf(reader).forEach(assigner::add);
    assigner.addFirst(splits);
    serve();
  }

  /** Goes on wherever it is possible to go on. Does nothing if nothing has changed. */
  private void serve() {
    int readers = context.currentParallelism();
    intake.fill(2 * readers * options.maxBundleFiles(), this::serve, this::selectionFailed);
    assigner.sortIntake();
    large.advance(this::serve, this::planningFailed);
    assign(readers);
    // Assigning makes room for the next.
    large.advance(this::serve, this::planningFailed);
    metrics.update(intake, large, assigner);
    if (!announcedEnd && assigner.isExhausted() && held.allIdle(readers)) {
      announcedEnd = true;
      LOG.info("All files are assigned and read");
      context.registeredReaders().keySet().forEach(context::signalNoMoreSplits);
    }
  }

  private void assign(int readers) {
    Map<Integer, List<DirectIOSplit>> assignment = new HashMap<>();
    while (true) {
      Optional<Integer> reader = hungriest();
      if (reader.isEmpty()) {
        break;
      }
      Optional<DirectIOSplit> split = assigner.next(readers);
      if (split.isEmpty()) {
        break;
      }
      waiting.removeFirstOccurrence(reader.get());
      held.assigned(reader.get(), split.get().splitId());
      assignment.computeIfAbsent(reader.get(), any -> new ArrayList<>()).add(split.get());
    }
    if (!assignment.isEmpty()) {
      context.assignSplits(new SplitsAssignment<>(assignment));
    }
  }

  /** Of the readers that wait and are still there, the one with the least to do. */
  private Optional<Integer> hungriest() {
    return waiting.stream()
        .filter(reader -> held.knows(reader) && context.registeredReaders().containsKey(reader))
        .min(Comparator.comparingInt(held::count));
  }

  private void selectionFailed(Throwable failure) {
    if (failure instanceof IOException known) {
      throw new UncheckedIOException(
          new JobStoppedException(ErrorCode.INVALID_REQUEST, known.getMessage(), known));
    }
    throw new IllegalStateException("Reading the list of files failed unexpectedly", failure);
  }

  private void planningFailed(FileTask task, Throwable failure) {
    DirectIOException known = LargeFiles.expected(failure);
    if (known.code() == ErrorCode.FILE_CHANGED && returns.isFirstChange(task)) {
      large.add(task.again());
      return;
    }
    if (known.code().isFatal() || failFast) {
      throw new UncheckedIOException(new JobStoppedException(known));
    }
    LOG.warn("File {} can't be planned: {}", task.file().fileId(), known.getMessage());
    assigner.addFirst(
        List.of(new OutcomeSplit(task.ordinal(), ManifestEntry.failed(task.file(), known))));
  }

  @Override
  public EnumeratorState snapshotState(long checkpointId) {
    returns.checkpointBegins(checkpointId);
    setAside.checkpointBegins(checkpointId);
    LargeFiles.Rest rest = large.rest();
    return new EnumeratorState(
        intake.position(), rest.untouched(), rest.begun(), assigner.ready(), returns.restarted());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    returns.checkpointCompleted(checkpointId);
    setAside.checkpointCompleted(checkpointId);
  }

  @Override
  public void close() throws IOException {
    background.close();
    try (planner) {
      intake.close();
    }
  }
}

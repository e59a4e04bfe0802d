// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.DirectIOException;
import io.directio.FileChangedException;
import io.directio.ManifestEntry;
import io.directio.flink.JobStoppedException;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.protocol.FileFailed;
import io.directio.flink.source.protocol.FileReturned;
import io.directio.flink.source.protocol.ReturnAccepted;
import io.directio.flink.source.protocol.SplitsFinished;
import io.directio.flink.source.protocol.SplitsHeld;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.OutcomeSplit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final EnumeratorSettings settings;
  private final FailurePolicy failures;
  private final FilePlanner planner;
  private final Background background;

  private final Intake intake;
  private final LargeFiles large;
  private final SplitAssigner assigner;
  private final ReturnLedger returns;
  private final EnumeratorMetrics metrics;
  private final SetAside setAside = new SetAside();
  private final Readers readers = new Readers();
  private boolean announcedEnd;
  private boolean announcedBacklog;

  /**
   * @param restored what a checkpoint remembered, or {@link EnumeratorState#initial()}
   * @param planner lists large files; closed with this
   */
  public DirectIOEnumerator(
      SplitEnumeratorContext<DirectIOSplit> context,
      EnumeratorSettings settings,
      FilePlanner planner,
      EnumeratorState restored) {
    this(
        context,
        settings,
        planner,
        restored,
        new CoordinatorBackground(
            settings.assignment().listings() + 1, context::runInCoordinatorThread));
  }

  DirectIOEnumerator(
      SplitEnumeratorContext<DirectIOSplit> context,
      EnumeratorSettings settings,
      FilePlanner planner,
      EnumeratorState restored,
      Background background) {
    AssignmentOptions options = settings.assignment();
    this.context = context;
    this.settings = settings;
    this.failures = new FailurePolicy(settings.failFast());
    this.planner = planner;
    this.background = background;
    this.intake =
        new Intake(
            settings::open, new Intake.Place(restored.position(), restored.untaken()), background);
    this.large =
        new LargeFiles(
            options.cutter(),
            settings.units(),
            planner,
            background,
            options.listings(),
            PLAN_WINDOW);
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
    readers.asks(reader);
    serve();
  }

  @Override
  public void handleSourceEvent(int reader, SourceEvent event) {
    if (event instanceof SplitsHeld started) {
      readers.started(reader, started.splitIds());
      announcedEnd = false;
    } else if (event instanceof SplitsFinished finished) {
      readers.finished(reader, finished.splitIds());
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
    readers.lost(reader);
    announcedEnd = false;
    setAside.takeBecauseOf(reader).forEach(assigner::add);
    assigner.addFirst(splits);
    serve();
  }

  /** Goes on wherever it is possible to go on. Does nothing if nothing has changed. */
  private void serve() {
    int parallelism = context.currentParallelism();
    int ahead = 2 * parallelism * settings.assignment().maxBundleFiles();
    intake.fill(ahead, this::serve, this::inputFailed);
    assigner.sortIntake();
    large.advance(this::serve, this::planningFailed);
    assign(parallelism);
    // Assigning makes room for the next.
    large.advance(this::serve, this::planningFailed);
    metrics.update(intake, large, assigner);
    announceBacklog();
    if (!announcedEnd && assigner.isExhausted() && readers.allIdle(parallelism)) {
      announcedEnd = true;
      LOG.info("All files are assigned and read");
      context.registeredReaders().keySet().forEach(context::signalNoMoreSplits);
    }
  }

  private void assign(int parallelism) {
    Map<Integer, List<DirectIOSplit>> assignment = new HashMap<>();
    while (true) {
      Optional<Integer> reader = readers.hungriest(context.registeredReaders()::containsKey);
      if (reader.isEmpty()) {
        break;
      }
      Optional<DirectIOSplit> split = assigner.next(parallelism);
      if (split.isEmpty()) {
        break;
      }
      readers.assigned(reader.get(), split.get().splitId());
      assignment.computeIfAbsent(reader.get(), any -> new ArrayList<>()).add(split.get());
    }
    if (!assignment.isEmpty()) {
      context.assignSplits(new SplitsAssignment<>(assignment));
    }
  }

  /** Lets Flink checkpoint less often while a stream without an end tells what is there already. */
  private void announceBacklog() {
    boolean backlog = settings.isEndless() && intake.inSnapshot();
    if (backlog != announcedBacklog) {
      announcedBacklog = backlog;
      context.setIsProcessingBacklog(backlog);
    }
  }

  private void inputFailed(Throwable failure) {
    throw JobStoppedException.ofInput(failure);
  }

  private void planningFailed(FileTask task, Throwable failure) {
    if (failure instanceof FileChangedException && returns.isFirstChange(task)) {
      large.add(task.again());
      return;
    }
    DirectIOException known = failures.ofFile(failure);
    LOG.warn("File {} can't be planned: {}", task.file().fileId(), known.getMessage());
    assigner.addFirst(
        List.of(new OutcomeSplit(task.ordinal(), ManifestEntry.failed(task.file(), known))));
  }

  @Override
  public EnumeratorState snapshotState(long checkpointId) {
    returns.checkpointBegins(checkpointId);
    setAside.checkpointBegins(checkpointId);
    Intake.Place place = intake.place();
    LargeFiles.Rest rest = large.rest();
    return new EnumeratorState(
        place.position(),
        place.untaken(),
        rest.untouched(),
        rest.begun(),
        assigner.ready(),
        returns.restarted());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    returns.checkpointCompleted(checkpointId);
    setAside.checkpointCompleted(checkpointId);
  }

  @Override
  public void close() throws IOException {
    // First the input, which may be waiting for the portal.
    try (planner;
        background) {
      intake.close();
    }
  }
}

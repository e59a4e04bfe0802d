// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.DirectIOException;
import io.directio.FileChangedException;
import io.directio.FilePlan;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.SizeMismatchException;
import io.directio.plan.BlockRun;
import io.directio.plan.SplitPlanner;
import io.directio.read.Delivery;
import java.util.Optional;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.splittabledofn.OffsetRangeTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;

/**
 * Reads a file whose size in bytes is known, in pieces that different workers can read.
 *
 * <h2>Initial restriction</h2>
 *
 * <p>The bytes of the file, from 0 to its size. A block belongs to the restriction in which its
 * first byte lies. So however a file is cut, every block belongs to exactly one restriction. A file
 * that is empty, or could not be listed, counts as one byte.
 *
 * <h2>Splitting</h2>
 *
 * <p>Initially at the boundaries of blocks, into {@linkplain SplitPlanner runs} of up to a given
 * size; one block each if that size is 1. The plan for it is what the client remembers since the
 * file was listed in the step before, which runs in the same JVM when the steps are fused; else it
 * costs a portal call. A runner can split further at any byte, at any time: that needs neither a
 * plan nor the network.
 *
 * <h2>Checkpoint and resume</h2>
 *
 * <p>Blocks are fetched ahead in the background, in order; each is waited for, claimed and emitted,
 * in this order and on the runner's thread. When a claim fails, the rest belongs to somebody else:
 * what was fetched of it is dropped, and what is in flight is cancelled. The residual starts with
 * the first block that was not claimed. It knows nothing but its bytes; a worker that has listed
 * the file before resumes it without a portal call.
 *
 * <p>A claim never waits: nothing is fetched while the tracker is locked.
 *
 * <h2>Progress and size</h2>
 *
 * <p>In bytes of the file, without any request: the size is the length of the restriction, progress
 * that of the part that has been claimed.
 *
 * <h2>Watermark</h2>
 *
 * <p>Every result has the time of its file. The function is bounded per element and the element
 * itself holds the watermark back until all of it is read.
 *
 * <h2>Failures</h2>
 *
 * <p>A file that can't be read ends with a failed {@link ManifestEntry}, at the position of the
 * first block that is missing; several restrictions of a file may each tell so. Only what would
 * stop every file, such as refused credentials, fails the bundle.
 *
 * <p>If a restriction finds that the file is not the one any more that was listed for the element,
 * the file has failed as changed. Nobody here could read it anew: other restrictions may have
 * emitted blocks of the old version. One that could not be listed fails when it is read.
 */
@DoFn.BoundedPerElement
final class ReadLargeFilesFn extends DoFn<ListedFile, ReadResult> {

  private static final long serialVersionUID = 1L;

  private final ReadSettings settings;

  private transient ReadSession session;

  ReadLargeFilesFn(ReadSettings settings) {
    this.settings = settings;
  }

  @Setup
  public void setUp() throws Exception {
    session = ReadSession.open(settings);
  }

  @StartBundle
  public void startBundle() {
    session.startBundle();
    session.metrics().source();
  }

  @GetInitialRestriction
  public OffsetRange initialRestriction(@Element ListedFile file) {
    return new OffsetRange(0, end(file));
  }

  private static long end(ListedFile file) {
    return Math.max(1, file.size());
  }

  @SplitRestriction
  public void splitRestriction(
      @Element ListedFile file, @Restriction OffsetRange range, OutputReceiver<OffsetRange> ranges)
      throws DirectIOException {
    Optional<FilePlan> plan = planForSplitting(file);
    long from = range.getFrom();
    if (plan.isPresent()) {
      for (BlockRun run : settings.planner().runs(plan.get())) {
        if (run.end() > from && run.end() < range.getTo()) {
          ranges.output(new OffsetRange(from, run.end()));
          from = run.end();
        }
      }
    }
    ranges.output(new OffsetRange(from, range.getTo()));
  }

  /** None if the file can't be listed, which whoever reads it will find out and report. */
  private Optional<FilePlan> planForSplitting(ListedFile file) throws DirectIOException {
    if (file.failure() != null) {
      return Optional.empty();
    }
    try {
      return Optional.of(plan(file));
    } catch (DirectIOException e) {
      if (e.code().isFatal()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  @GetSize
  public double size(@Restriction OffsetRange range) {
    return range.getTo() - range.getFrom();
  }

  @NewTracker
  public OffsetRangeTracker tracker(@Restriction OffsetRange range) {
    return new OffsetRangeTracker(range);
  }

  @GetRestrictionCoder
  public Coder<OffsetRange> restrictionCoder() {
    return OffsetRange.Coder.of();
  }

  @ProcessElement
  public void process(
      @Element ListedFile file,
      RestrictionTracker<OffsetRange, Long> tracker,
      OutputReceiver<ReadResult> results)
      throws DirectIOException, InterruptedException {
    OffsetRange range = tracker.currentRestriction();
    if (file.failure() != null) {
      fail(file.failure(), file, tracker, results);
      return;
    }
    FilePlan plan;
    try {
      plan = plan(file);
    } catch (DirectIOException e) {
      if (e.code().isFatal()) {
        throw e;
      }
      fail(ManifestEntry.failed(file.file(), e), file, tracker, results);
      return;
    }
    Optional<BlockRun> run = run(plan, range);
    if (run.isEmpty() || read(run.get(), plan, tracker, results)) {
      // What is left has no block's first byte. The end of the file lies outside of every
      // restriction, so this claims nothing, and says that all was tried.
      tracker.tryClaim(end(file));
    }
  }

  private void fail(
      ManifestEntry row,
      ListedFile file,
      RestrictionTracker<OffsetRange, Long> tracker,
      OutputReceiver<ReadResult> results) {
    if (tracker.tryClaim(tracker.currentRestriction().getFrom())) {
      emit(row, results);
      tracker.tryClaim(end(file));
    }
  }

  private void emit(ReadResult result, OutputReceiver<ReadResult> results) {
    session.count(result);
    results.output(result);
  }

  /** What of a file is to be read; an empty file is read by whoever has its byte. */
  private Optional<BlockRun> run(FilePlan plan, OffsetRange range) {
    SplitPlanner planner = settings.planner();
    return plan.blocks().isEmpty()
        ? Optional.of(planner.runs(plan).iterator().next())
        : planner.runStartingIn(plan, range.getFrom(), range.getTo());
  }

  /** Reads a run; returns false if a claim failed. */
  private boolean read(
      BlockRun run,
      FilePlan plan,
      RestrictionTracker<OffsetRange, Long> tracker,
      OutputReceiver<ReadResult> results)
      throws DirectIOException, InterruptedException {
    try (OrderedDeliveries deliveries = new OrderedDeliveries(session, run)) {
      int next = run.firstBlock();
      while (next <= run.lastBlock()) {
        Delivery delivery = deliveries.next(next);
        boolean claimed = tracker.tryClaim(plan.blocks().isEmpty() ? 0 : offset(plan, next));
        if (claimed && delivery.result().isPresent()) {
          emit(delivery.result().get(), results);
        }
        session.done(delivery);
        if (!claimed) {
          return false;
        }
        // A run ends early if its file failed.
        next = delivery.firstBlock() == 0 ? Integer.MAX_VALUE : delivery.lastBlock() + 1;
      }
      return true;
    }
  }

  private static long offset(FilePlan plan, int block) {
    return plan.blocks().get(block - 1).offset();
  }

  /** The plan of the version that was listed for the element. */
  private FilePlan plan(ListedFile file) throws DirectIOException {
    try {
      FilePlan plan = session.plan(file.file());
      if (plan.fingerprint() != file.fingerprint()) {
        // What this JVM remembers may be older than the element.
        plan = session.planAnew(file.file());
      }
      if (plan.fingerprint() == file.fingerprint() && plan.size() == file.size()) {
        return plan;
      }
      throw changed(
          file,
          "it had " + file.size() + " bytes when it was listed, and has " + plan.size(),
          null);
    } catch (SizeMismatchException e) {
      throw changed(file, "it had " + file.size() + " bytes when it was listed", e);
    }
  }

  private static FileChangedException changed(ListedFile file, String how, Exception cause) {
    return new FileChangedException(file.file().fileId(), how, cause);
  }

  @FinishBundle
  public void finishBundle() {
    session.finishBundle();
  }

  @Teardown
  public void tearDown() throws Exception {
    if (session != null) {
      session.close();
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    settings.populate(builder);
  }
}

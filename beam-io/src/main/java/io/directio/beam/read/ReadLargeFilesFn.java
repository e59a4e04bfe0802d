// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.BlockInfo;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
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
import org.apache.beam.sdk.values.TupleTag;

/**
 * Reads a file whose size in bytes is known, in pieces that different workers can read.
 *
 * <h2>Initial restriction</h2>
 *
 * <p>The bytes of the file, from 0 to its size. A <em>unit</em> (a block, unless the destination
 * wants more at once) belongs to the restriction in which its first byte lies. So however a file is
 * cut, every block belongs to exactly one restriction.
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
 * the first unit that was not claimed. It knows nothing but its bytes; a worker that has listed the
 * file before resumes it without a portal call.
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
 * the element leaves as changed, also several times, and {@link RestartChanged} has the file read
 * again, once; what others have read of the old version is of no use then. The second time it is a
 * failure.
 */
@DoFn.BoundedPerElement
final class ReadLargeFilesFn extends DoFn<LargeFile, ReadResult> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<ReadResult> RESULTS = new TupleTag<>("results") {};
  static final TupleTag<LargeFile> CHANGED = new TupleTag<>("changed") {};

  private final ReadSettings settings;
  private final boolean last;

  private transient ReadSession session;

  /**
   * @param last whether a file that changed has failed; else it leaves to be read again
   */
  ReadLargeFilesFn(ReadSettings settings, boolean last) {
    this.settings = settings;
    this.last = last;
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
  public OffsetRange initialRestriction(@Element LargeFile file) {
    return new OffsetRange(0, file.size());
  }

  @SplitRestriction
  public void splitRestriction(
      @Element LargeFile file, @Restriction OffsetRange range, OutputReceiver<OffsetRange> ranges)
      throws DirectIOException {
    Optional<FilePlan> plan = planForSplitting(file);
    long from = range.getFrom();
    if (plan.isPresent()) {
      for (BlockRun run : planner(file).runs(plan.get())) {
        if (run.end() > from && run.end() < range.getTo()) {
          ranges.output(new OffsetRange(from, run.end()));
          from = run.end();
        }
      }
    }
    ranges.output(new OffsetRange(from, range.getTo()));
  }

  /** None if the file can't be listed, which whoever reads it will find out and report. */
  private Optional<FilePlan> planForSplitting(LargeFile file) throws DirectIOException {
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
      @Element LargeFile file,
      RestrictionTracker<OffsetRange, Long> tracker,
      MultiOutputReceiver outputs)
      throws DirectIOException, InterruptedException {
    OffsetRange range = tracker.currentRestriction();
    Results results = new Results(file, outputs);
    FilePlan plan;
    try {
      plan = plan(file);
    } catch (DirectIOException e) {
      if (e.code().isFatal()) {
        throw e;
      }
      if (tracker.tryClaim(range.getFrom())) {
        results.emit(ManifestEntry.failed(file.file(), e));
        tracker.tryClaim(file.size());
      }
      return;
    }
    Optional<BlockRun> run = planner(file).runStartingIn(plan, range.getFrom(), range.getTo());
    if (run.isEmpty() || read(plan, run.get(), tracker, results)) {
      // What is left has no unit's first byte. The end of the file lies outside of every
      // restriction, so this claims nothing, and says that all was tried.
      tracker.tryClaim(file.size());
    }
  }

  /** Reads a run; returns false if a claim failed. */
  private boolean read(
      FilePlan plan, BlockRun run, RestrictionTracker<OffsetRange, Long> tracker, Results results)
      throws DirectIOException, InterruptedException {
    SplitPlanner planner = settings.planner(plan.size());
    try (OrderedDeliveries deliveries = new OrderedDeliveries(session, run)) {
      int next = run.firstBlock();
      while (next <= run.lastBlock()) {
        Delivery delivery = deliveries.next(next);
        BlockInfo block = plan.blocks().get(next - 1);
        boolean claimed = !planner.startsUnit(plan, block) || tracker.tryClaim(block.offset());
        if (claimed && delivery.result().isPresent()) {
          results.emit(delivery.result().get());
        }
        session.done(delivery);
        if (!claimed) {
          return false;
        }
        // A run ends early if its file failed or is stored already.
        next = delivery.firstBlock() == 0 ? Integer.MAX_VALUE : delivery.lastBlock() + 1;
      }
      return true;
    }
  }

  /** Where what is read of a file goes. */
  private final class Results {
    private final LargeFile file;
    private final MultiOutputReceiver outputs;

    Results(LargeFile file, MultiOutputReceiver outputs) {
      this.file = file;
      this.outputs = outputs;
    }

    void emit(ReadResult result) {
      boolean changed =
          result instanceof ManifestEntry row
              && row.error() != null
              && row.error().code() == ErrorCode.FILE_CHANGED;
      if (changed && !last) {
        outputs.get(CHANGED).output(file);
      } else {
        session.count(result);
        outputs.get(RESULTS).output(result);
      }
    }
  }

  private SplitPlanner planner(LargeFile file) {
    return settings.planner(file.size());
  }

  /** The plan of the version that was listed for the element. */
  private FilePlan plan(LargeFile file) throws DirectIOException {
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

  private static FileChangedException changed(LargeFile file, String how, Exception cause) {
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

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.fn.splittabledofn.RestrictionTrackers;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValues;

/**
 * Splits a bounded splittable function wherever a runner could, and checks that what comes out is
 * what comes out of it unsplit: nothing lost, nothing twice. Works for any function that is called
 * with an element, a restriction and a tracker.
 *
 * <p>For every k, and every given fraction, a split is tried before the first claim, after the k-th
 * claim (so between a claim and its output) and after the k-th output; then all residuals are run.
 * Meanwhile another thread asks for the progress, as runners do. Every tracker must be done in the
 * end.
 */
public final class SplitTester<InputT, OutputT> implements AutoCloseable {

  /** Where a split is tried. */
  private enum Moment {
    CLAIM,
    OUTPUT
  }

  private final DoFnInvoker<InputT, OutputT> invoker;

  /** A tester of a function, which is set up here. */
  public SplitTester(DoFn<InputT, OutputT> function) {
    invoker = DoFnInvokers.tryInvokeSetupFor(function, null);
  }

  /** What the element gives without a split. */
  public List<OutputT> unsplit(InputT element) throws Exception {
    return run(element, initialRestriction(element), new Splits(null, -1, 0));
  }

  /** The restrictions that the function splits an element into at first. */
  public List<Object> initialSplits(InputT element) {
    List<Object> ranges = new ArrayList<>();
    Arguments arguments = new Arguments(element, initialRestriction(element));
    arguments.restrictions = ranges;
    invoker.invokeSplitRestriction(arguments);
    return ranges;
  }

  /** Runs the initial splits, each by itself. */
  public void assertInitialSplitsGiveTheSame(InputT element) throws Exception {
    List<OutputT> outputs = new ArrayList<>();
    for (Object range : initialSplits(element)) {
      outputs.addAll(run(element, range, new Splits(null, -1, 0)));
    }
    assertThat(outputs).containsExactlyInAnyOrderElementsOf(unsplit(element));
  }

  /** Splits at every moment, at each of the fractions of what remains. */
  public void assertEverySplitGivesTheSame(InputT element, double... fractions) throws Exception {
    List<OutputT> expected = unsplit(element);
    for (double fraction : fractions) {
      for (Moment moment : Moment.values()) {
        for (int k = 0; k <= expected.size(); k++) {
          Splits splits = new Splits(moment, k, fraction);
          assertThat(run(element, initialRestriction(element), splits))
              .as("split at %s of the rest after %s %d", fraction, moment, k)
              .containsExactlyInAnyOrderElementsOf(expected);
        }
      }
    }
  }

  /** Checkpoints after every output, and resumes from the residual. */
  public void assertCheckpointsGiveTheSame(InputT element) throws Exception {
    assertThat(run(element, initialRestriction(element), new Splits(Moment.OUTPUT, -1, 0)))
        .containsExactlyInAnyOrderElementsOf(unsplit(element));
  }

  private Object initialRestriction(InputT element) {
    return invoker.invokeGetInitialRestriction(new Arguments(element, null));
  }

  private List<OutputT> run(InputT element, Object restriction, Splits splits) throws Exception {
    Deque<Object> left = new ArrayDeque<>(List.of(restriction));
    List<OutputT> outputs = new ArrayList<>();
    while (!left.isEmpty()) {
      process(element, left.remove(), splits, left, outputs);
    }
    return outputs;
  }

  private void process(
      InputT element,
      Object restriction,
      Splits splits,
      Collection<Object> residuals,
      List<OutputT> outputs)
      throws Exception {
    Arguments arguments = new Arguments(element, restriction);
    RestrictionTracker<Object, Object> bare = invoker.invokeNewTracker(arguments);
    AtomicReference<RestrictionTracker<Object, Object>> tracker = new AtomicReference<>();
    splits.begin();
    Runnable split = () -> splits.trySplit(tracker.get(), residuals);
    tracker.set(
        RestrictionTrackers.observe(
            bare,
            new RestrictionTrackers.ClaimObserver<>() {
              @Override
              public void onClaimed(Object position) {
                splits.happened(Moment.CLAIM, split);
              }

              @Override
              public void onClaimFailed(Object position) {}
            }));
    arguments.tracker = tracker.get();
    arguments.outputs =
        output -> {
          outputs.add(output);
          splits.happened(Moment.OUTPUT, split);
        };
    splits.before(split);
    invoker.invokeStartBundle(arguments);
    Watcher watcher = new Watcher(tracker.get());
    try {
      invoker.invokeProcessElement(arguments);
    } finally {
      watcher.stop();
    }
    invoker.invokeFinishBundle(arguments);
    bare.checkDone();
  }

  @Override
  public void close() {
    invoker.invokeTeardown();
  }

  /** When to split: at one moment of the first restriction, or after every output of each. */
  private static final class Splits {
    private final Moment moment;
    private final int at;
    private final double fraction;
    private final AtomicInteger seen = new AtomicInteger();
    private boolean tried;

    /**
     * @param moment null never to split
     * @param at after how many; 0 before the first, -1 after each one
     */
    Splits(Moment moment, int at, double fraction) {
      this.moment = moment;
      this.at = at;
      this.fraction = fraction;
    }

    void begin() {
      seen.set(0);
    }

    void before(Runnable split) {
      if (moment != null && at == 0 && !tried) {
        tried = true;
        split.run();
      }
    }

    void happened(Moment happened, Runnable split) {
      if (happened != moment) {
        return;
      }
      int count = seen.incrementAndGet();
      if (at == -1 || (count == at && !tried)) {
        tried = true;
        split.run();
      }
    }

    void trySplit(RestrictionTracker<Object, Object> tracker, Collection<Object> residuals) {
      SplitResult<Object> result = tracker.trySplit(fraction);
      if (result != null && result.getResidual() != null) {
        residuals.add(result.getResidual());
      }
    }
  }

  /** Asks for the progress again and again, on a thread of its own. */
  private static final class Watcher {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;

    Watcher(RestrictionTracker<?, ?> tracker) {
      thread = new Thread(() -> watch((RestrictionTracker.HasProgress) tracker), "progress");
      thread.start();
    }

    private void watch(RestrictionTracker.HasProgress tracker) {
      try {
        while (!stop.get()) {
          RestrictionTracker.Progress progress = tracker.getProgress();
          assertThat(progress.getWorkCompleted()).isNotNegative();
          assertThat(progress.getWorkRemaining()).isNotNegative();
          Thread.yield();
        }
      } catch (Throwable e) {
        failure.set(e);
      }
    }

    void stop() throws InterruptedException {
      stop.set(true);
      thread.join();
      assertThat(failure.get()).isNull();
    }
  }

  /** What a function is called with. */
  private final class Arguments extends DoFnInvoker.BaseArgumentProvider<InputT, OutputT> {
    private final InputT element;
    private final Object restriction;
    private RestrictionTracker<?, ?> tracker;
    private java.util.function.Consumer<OutputT> outputs;
    private List<Object> restrictions;

    Arguments(InputT element, Object restriction) {
      this.element = element;
      this.restriction = restriction;
    }

    @Override
    public InputT element(DoFn<InputT, OutputT> function) {
      return element;
    }

    @Override
    public Object restriction() {
      return restriction;
    }

    @Override
    public RestrictionTracker<?, ?> restrictionTracker() {
      return tracker;
    }

    /** Takes outputs, or the restrictions that an element is split into. */
    @Override
    public OutputReceiver<OutputT> outputReceiver(DoFn<InputT, OutputT> function) {
      return receiver(restrictions == null ? outputs : range -> restrictions.add(range));
    }

    /** Outputs of every kind, in the order in which they come. */
    @Override
    public MultiOutputReceiver taggedOutputReceiver(DoFn<InputT, OutputT> function) {
      return new MultiOutputReceiver() {
        @Override
        @SuppressWarnings("unchecked") // Whoever asks for other kinds knows them.
        public <T> OutputReceiver<T> get(TupleTag<T> tag) {
          return receiver(output -> outputs.accept((OutputT) output));
        }

        @Override
        public <T> OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
          throw new UnsupportedOperationException("No rows are expected");
        }
      };
    }

    @Override
    public BoundedWindow window() {
      return GlobalWindow.INSTANCE;
    }

    @Override
    public String getErrorContext() {
      return "SplitTester";
    }
  }

  private static <T> OutputReceiver<T> receiver(java.util.function.Consumer<T> outputs) {
    return new OutputReceiver<>() {
      @Override
      public WindowedValues.Builder<T> builder(T value) {
        return new WindowedValues.Builder<T>()
            .setValue(value)
            .setTimestamp(BoundedWindow.TIMESTAMP_MIN_VALUE)
            .setWindow(GlobalWindow.INSTANCE)
            .setPaneInfo(PaneInfo.NO_FIRING)
            .setReceiver(windowed -> outputs.accept(windowed.getValue()));
      }
    };
  }
}

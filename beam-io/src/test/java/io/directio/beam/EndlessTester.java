// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.ProcessContinuation;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.TruncateResult;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;

/**
 * Runs an unbounded splittable function bundle by bundle, as runners do: each begins where the one
 * before ended, with what a coder kept of it.
 */
public final class EndlessTester<InputT, OutputT> implements AutoCloseable {

  private final InputT element;
  private DoFnInvoker<InputT, OutputT> invoker;
  private byte[] restriction;
  private Instant watermark;

  /** A tester of a function, which is set up here. */
  public EndlessTester(DoFn<InputT, OutputT> function, InputT element) throws Exception {
    this.invoker = DoFnInvokers.tryInvokeSetupFor(function, null);
    this.element = element;
    Arguments first = new Arguments();
    keep(invoker.invokeGetInitialRestriction(first));
    watermark = invoker.invokeGetInitialWatermarkEstimatorState(first);
  }

  /** Goes on with another instance, as after a failure of the machine. */
  public void goOnWith(DoFn<InputT, OutputT> function) {
    invoker.invokeTeardown();
    invoker = DoFnInvokers.tryInvokeSetupFor(function, null);
  }

  /** The watermark after the last bundle. */
  public Instant watermark() {
    return watermark;
  }

  /** Runs a bundle until the function wants to be resumed. */
  public List<TimestampedValue<OutputT>> bundle() throws Exception {
    return bundle(Integer.MAX_VALUE, true);
  }

  /** Runs a bundle in which the runner takes a checkpoint after some outputs. */
  public List<TimestampedValue<OutputT>> bundleUpTo(int outputs) throws Exception {
    return bundle(outputs, true);
  }

  /** Runs a bundle that fails in the end: nothing of it counts. */
  public void bundleThatFails() throws Exception {
    bundle(Integer.MAX_VALUE, false);
  }

  /** What is left to be read when the pipeline is drained now; null for nothing. */
  public TruncateResult<Object> drained() throws Exception {
    Arguments arguments = new Arguments();
    arguments.restriction = kept();
    arguments.tracker = invoker.invokeNewTracker(arguments);
    return invoker.invokeTruncateRestriction(arguments);
  }

  private List<TimestampedValue<OutputT>> bundle(int checkpointAfter, boolean commit)
      throws Exception {
    Arguments arguments = new Arguments();
    arguments.restriction = kept();
    RestrictionTracker<Object, Object> tracker = invoker.invokeNewTracker(arguments);
    arguments.tracker = tracker;
    arguments.watermark = invoker.invokeNewWatermarkEstimator(arguments);
    arguments.checkpointAfter = checkpointAfter;
    invoker.invokeStartBundle(arguments);
    ProcessContinuation continuation = invoker.invokeProcessElement(arguments);
    invoker.invokeFinishBundle(arguments);
    SplitResult<Object> split = arguments.split;
    if (split == null && continuation.shouldResume()) {
      split = tracker.trySplit(0);
    }
    tracker.checkDone();
    if (commit) {
      keep(split.getResidual());
      arguments.watermark.currentWatermark(); // What was reported last is what is kept.
      watermark = arguments.watermark.getState();
    }
    return arguments.outputs;
  }

  private void keep(Object position) throws Exception {
    restriction = CoderUtils.encodeToByteArray(coder(), position);
  }

  private Object kept() throws Exception {
    return CoderUtils.decodeFromByteArray(coder(), restriction);
  }

  private Coder<Object> coder() {
    return invoker.invokeGetRestrictionCoder(CoderRegistry.createDefault());
  }

  @Override
  public void close() {
    invoker.invokeTeardown();
  }

  /** What a function is called with. */
  private final class Arguments extends DoFnInvoker.BaseArgumentProvider<InputT, OutputT> {
    private final List<TimestampedValue<OutputT>> outputs = new ArrayList<>();
    private Object restriction;
    private RestrictionTracker<Object, Object> tracker;
    private WatermarkEstimator<Instant> watermark;
    private int checkpointAfter;
    private SplitResult<Object> split;

    private void take(OutputT value, Instant time) {
      outputs.add(TimestampedValue.of(value, time));
      if (outputs.size() == checkpointAfter) {
        split = tracker.trySplit(0);
      }
    }

    @Override
    public InputT element(DoFn<InputT, OutputT> function) {
      return element;
    }

    @Override
    public Instant timestamp(DoFn<InputT, OutputT> function) {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public Object restriction() {
      return restriction;
    }

    @Override
    public RestrictionTracker<?, ?> restrictionTracker() {
      return tracker;
    }

    @Override
    public Object watermarkEstimatorState() {
      return EndlessTester.this.watermark;
    }

    @Override
    public WatermarkEstimator<?> watermarkEstimator() {
      return watermark;
    }

    @Override
    public OutputReceiver<OutputT> outputReceiver(DoFn<InputT, OutputT> function) {
      return new OutputReceiver<>() {
        @Override
        public WindowedValues.Builder<OutputT> builder(OutputT value) {
          return new WindowedValues.Builder<OutputT>()
              .setValue(value)
              .setTimestamp(BoundedWindow.TIMESTAMP_MIN_VALUE)
              .setWindow(GlobalWindow.INSTANCE)
              .setPaneInfo(PaneInfo.NO_FIRING)
              .setReceiver(windowed -> take(windowed.getValue(), windowed.getTimestamp()));
        }
      };
    }

    @Override
    public BoundedWindow window() {
      return GlobalWindow.INSTANCE;
    }

    @Override
    public String getErrorContext() {
      return "EndlessTester";
    }
  }
}

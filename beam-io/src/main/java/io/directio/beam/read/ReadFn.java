// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.DirectIOException;
import io.directio.read.Delivery;
import io.directio.read.ReadTask;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/**
 * Reads many elements of a bundle at the same time, be they files or runs of blocks: each costs the
 * wait for a portal call and for its blocks, so one after the other they would take for ever.
 *
 * <p>Elements are submitted as they come. What has been read by then is handed over, on the thread
 * of the function and with the window and time of its own element; at the end of the bundle all the
 * rest is waited for.
 *
 * @param <InputT> what is read
 * @param <OutputT> what leaves by the main output
 */
public abstract class ReadFn<InputT, OutputT> extends DoFn<InputT, OutputT> {

  private static final long serialVersionUID = 1L;

  /** Where an element came from, and so what is read of it. */
  public record Origin(Instant timestamp, BoundedWindow window) {}

  /** What is attached to a task. */
  private record Tag(Origin origin, long weight) {}

  /** Takes what is to leave the function. */
  public interface Output {

    /** Lets a value leave. */
    <T> void emit(TupleTag<T> tag, T value, Origin origin);
  }

  private final ReadSettings settings;
  private final long ahead;

  private transient ReadSession session;
  private transient long underway;

  /**
   * @param ahead how much may be under way when the next element is asked for: the {@linkplain
   *     #weight weights} of elements together
   */
  protected ReadFn(ReadSettings settings, long ahead) {
    this.settings = settings;
    this.ahead = ahead;
  }

  /** What is to be read for an element. */
  protected abstract ReadTask task(InputT element);

  /** What an element counts for while it is under way. Default: 1. */
  protected long weight(InputT element) {
    return 1;
  }

  /** Takes what was read of an element; gives it back to the session when it is done with it. */
  protected abstract void take(Delivery delivery, Origin origin, Output output)
      throws DirectIOException;

  /** All of the bundle has been taken. Does nothing, unless overridden. */
  protected void end(Output output) throws DirectIOException {}

  /** What the instance has open. */
  protected final ReadSession session() {
    return session;
  }

  /** How files are read. */
  protected final ReadSettings settings() {
    return settings;
  }

  @Setup
  public void setUp() throws Exception {
    session = ReadSession.open(settings);
  }

  @StartBundle
  public void startBundle() {
    session.startBundle();
    session.metrics().source();
    underway = 0;
  }

  @ProcessElement
  public void process(
      @Element InputT element,
      @Timestamp Instant timestamp,
      BoundedWindow window,
      MultiOutputReceiver outputs)
      throws Exception {
    Tag tag = new Tag(new Origin(timestamp, window), weight(element));
    session.submit(task(element).withTag(tag));
    underway += tag.weight();
    handOver(ahead, new Receivers(outputs));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws Exception {
    Output output = new Finish(context);
    handOver(0, output);
    end(output);
    session.finishBundle();
  }

  @Teardown
  public void tearDown() throws Exception {
    if (session != null) {
      session.close();
    }
  }

  /** Hands over what is there, and waits until no more than some elements are under way. */
  private void handOver(long allowed, Output output) throws Exception {
    while (underway > allowed) {
      handOver(session.await(), output);
    }
    Optional<Delivery> ready = session.poll();
    while (ready.isPresent()) {
      handOver(ready.get(), output);
      ready = session.poll();
    }
  }

  private void handOver(Delivery delivery, Output output) throws DirectIOException {
    Tag tag = (Tag) delivery.task().tag();
    if (delivery.last()) {
      underway -= tag.weight();
    }
    take(delivery, tag.origin(), output);
  }

  /** Results leave while another element is processed, whose time may be later. */
  @Override
  @Deprecated // As everywhere in Beam where outputs are asynchronous, there is no other way.
  public org.joda.time.Duration getAllowedTimestampSkew() {
    return org.joda.time.Duration.millis(Long.MAX_VALUE);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    settings.populate(builder);
  }

  private record Receivers(MultiOutputReceiver outputs) implements Output {
    @Override
    public <T> void emit(TupleTag<T> tag, T value, Origin origin) {
      outputs
          .get(tag)
          .builder(value)
          .setTimestamp(origin.timestamp())
          .setWindow(origin.window())
          .setPaneInfo(PaneInfo.NO_FIRING)
          .output();
    }
  }

  private final class Finish implements Output {
    private final FinishBundleContext context;

    Finish(FinishBundleContext context) {
      this.context = context;
    }

    @Override
    public <T> void emit(TupleTag<T> tag, T value, Origin origin) {
      context.output(tag, value, origin.timestamp(), origin.window());
    }
  }
}

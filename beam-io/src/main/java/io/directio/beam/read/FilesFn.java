// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.FileRef;
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
 * Reads whole files, many of a bundle at the same time: a file costs the wait for a portal call and
 * for its blocks, so one after the other they would take for ever.
 *
 * <p>Files are submitted as they come. What has been read by then is handed over, on the thread of
 * the function and with the window and time of its own file; at the end of the bundle all the rest
 * is waited for.
 */
abstract class FilesFn<OutputT> extends DoFn<FileRef, OutputT> {

  private static final long serialVersionUID = 1L;

  /** Files under way, as a multiple of the portal calls at the same time. */
  private static final int AHEAD = 4;

  /** Where a file came from, and so its blocks. */
  record Origin(Instant timestamp, BoundedWindow window) {}

  /** Takes what is to leave the function. */
  interface Output {
    <T> void emit(TupleTag<T> tag, T value, Origin origin);
  }

  private final ReadSettings settings;
  private final long maxBytes;

  private transient ReadSession session;
  private transient int underway;

  /**
   * @param maxBytes size in bytes up to which a file is read
   */
  FilesFn(ReadSettings settings, long maxBytes) {
    this.settings = settings;
    this.maxBytes = maxBytes;
  }

  /** Takes what was read of a file; gives it back to the session when it is done with it. */
  abstract void take(Delivery delivery, Origin origin, Output output) throws Exception;

  /** What the instance has open. */
  final ReadSession session() {
    return session;
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
      @Element FileRef file,
      @Timestamp Instant timestamp,
      BoundedWindow window,
      MultiOutputReceiver outputs)
      throws Exception {
    ReadTask task = ReadTask.wholeFile(file).upTo(maxBytes);
    session.submit(task.withTag(new Origin(timestamp, window)));
    underway++;
    handOver(settings.client().maxListings() * AHEAD, new Receivers(outputs));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws Exception {
    handOver(0, new Finish(context));
    session.finishBundle();
  }

  @Teardown
  public void tearDown() throws Exception {
    if (session != null) {
      session.close();
    }
  }

  /** Hands over what is there, and waits until no more than some files are under way. */
  private void handOver(int allowed, Output output) throws Exception {
    while (underway > allowed) {
      handOver(session.await(), output);
    }
    Optional<Delivery> ready = session.poll();
    while (ready.isPresent()) {
      handOver(ready.get(), output);
      ready = session.poll();
    }
  }

  private void handOver(Delivery delivery, Output output) throws Exception {
    if (delivery.last()) {
      underway--;
    }
    take(delivery, (Origin) delivery.task().tag(), output);
  }

  /** The results of a file leave while another one is processed, whose time may be later. */
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

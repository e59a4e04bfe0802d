// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.Block;
import io.directio.DirectIOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;

/** Writes each block straight to its place; receipts leave when it is durable. */
final class WriteBlocksFn extends DoFn<Block, KV<Long, FilePart>> {

  private static final long serialVersionUID = 1L;

  private final WriteSettings settings;

  private transient WriteSession session;

  WriteBlocksFn(WriteSettings settings) {
    this.settings = settings;
  }

  @Setup
  public void setUp() throws Exception {
    session = WriteSession.open(settings);
  }

  @StartBundle
  public void startBundle() {
    session.startBundle();
  }

  @ProcessElement
  public void process(
      @Element Block block, BoundedWindow window, OutputReceiver<KV<Long, FilePart>> parts)
      throws DirectIOException {
    session.take(
        block,
        window,
        (part, of) ->
            parts
                .builder(KV.of(part.fileId(), part))
                .setTimestamp(of.maxTimestamp())
                .setWindow(of)
                .output());
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws DirectIOException {
    session.finishBundle(
        (part, window) ->
            context.output(KV.of(part.fileId(), part), window.maxTimestamp(), window));
  }

  /**
   * Parts leave while a block is processed whose time may be later than the end of their window.
   */
  @Override
  @Deprecated // As everywhere in Beam where outputs are asynchronous, there is no other way.
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
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

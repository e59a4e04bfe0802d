// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.export;

import io.directio.DirectIOException;
import io.directio.ReadResult;
import io.directio.beam.read.ReadFn;
import io.directio.beam.read.ReadSettings;
import io.directio.beam.write.FilePart;
import io.directio.beam.write.WriteSession;
import io.directio.beam.write.WriteSettings;
import io.directio.read.Delivery;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Reads blocks and writes each straight to its place: no block ever leaves the function. What
 * leaves are receipts, when all that they are for is durable: at the end of the bundle, or before.
 *
 * @param <InputT> what is copied: whole files, or runs of blocks
 */
abstract class CopyFn<InputT> extends ReadFn<InputT, KV<Long, FilePart>> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<KV<Long, FilePart>> PARTS = new TupleTag<>("parts") {};

  private final WriteSettings writing;

  private transient WriteSession writer;

  CopyFn(ReadSettings reading, WriteSettings writing, long ahead) {
    super(reading, ahead);
    this.writing = writing;
  }

  @Override
  public void setUp() throws Exception {
    super.setUp();
    writer = WriteSession.open(writing);
  }

  @Override
  public void startBundle() {
    super.startBundle();
    writer.startBundle();
  }

  @Override
  protected final void take(Delivery delivery, Origin origin, Output output)
      throws DirectIOException {
    if (!passOn(delivery, origin, output) && delivery.result().isPresent()) {
      ReadResult result = delivery.result().get();
      session().count(result);
      writer.take(result, origin.window(), parts(output));
    }
    session().done(delivery);
  }

  /** Lets something leave that others will deal with; returns false if this is to be written. */
  abstract boolean passOn(Delivery delivery, Origin origin, Output output) throws DirectIOException;

  @Override
  protected void end(Output output) throws DirectIOException {
    writer.finishBundle(parts(output));
  }

  private static WriteSession.Parts parts(Output output) {
    return (part, window) ->
        output.emit(PARTS, KV.of(part.fileId(), part), new Origin(window.maxTimestamp(), window));
  }

  @Override
  public void tearDown() throws Exception {
    try {
      super.tearDown();
    } finally {
      if (writer != null) {
        writer.close();
      }
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    writing.populate(builder);
  }
}

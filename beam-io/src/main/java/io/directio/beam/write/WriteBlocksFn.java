// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.Block;
import io.directio.DirectIOException;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.StoredRange;
import io.directio.assemble.Destination;
import io.directio.assemble.Receipt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;

/**
 * Writes each block straight to its place, and keeps nothing of it but a receipt. The receipts
 * leave at the end of the bundle, when all that was written is durable.
 */
final class WriteBlocksFn<T extends ReadResult> extends DoFn<T, KV<Long, FilePart>> {

  private static final long serialVersionUID = 1L;

  /** A version of a file in a window. */
  private record Key(FileMetadata file, BoundedWindow window) {}

  private record Row(ManifestEntry entry, BoundedWindow window) {}

  private final WriteSettings settings;
  private final Counter bytes = Metrics.counter("io.directio.beam", "bytesWritten");

  private transient Destination destination;
  private transient Map<Key, List<Receipt>> receipts;
  private transient List<Row> rows;

  WriteBlocksFn(WriteSettings settings) {
    this.settings = settings;
  }

  @Setup
  public void setUp() throws Exception {
    destination = settings.destination().open();
  }

  @StartBundle
  public void startBundle() {
    receipts = new LinkedHashMap<>();
    rows = new ArrayList<>();
  }

  @ProcessElement
  public void process(ProcessContext context, BoundedWindow window) throws DirectIOException {
    ReadResult result = context.element();
    if (result instanceof Block block) {
      write(block, window);
    } else if (result instanceof StoredRange range) {
      add(Receipt.inherited(range), window);
    } else {
      rows.add(new Row((ManifestEntry) result, window));
    }
  }

  private void write(Block block, BoundedWindow window) throws DirectIOException {
    try {
      add(destination.write(block), window);
      bytes.inc(block.length());
    } catch (DirectIOException e) {
      if (!e.code().concernsOneFile()) {
        throw e; // Nothing can be written: the runner tries the bundle again.
      }
      rows.add(new Row(ManifestEntry.failed(block.file(), e), window));
    }
  }

  private void add(Receipt receipt, BoundedWindow window) {
    receipts
        .computeIfAbsent(new Key(receipt.file(), window), any -> new ArrayList<>())
        .add(receipt);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws DirectIOException {
    destination.flush();
    receipts.forEach(
        (key, of) -> send(new FilePart.Written(key.file(), of), key.window(), context));
    rows.forEach(row -> send(new FilePart.Ended(row.entry()), row.window(), context));
  }

  private void send(FilePart part, BoundedWindow window, FinishBundleContext context) {
    context.output(KV.of(part.fileId(), part), window.maxTimestamp(), window);
  }

  @Teardown
  public void tearDown() throws Exception {
    if (destination != null) {
      destination.close();
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    settings.populate(builder);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.DirectIOException;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.StoredRange;
import io.directio.assemble.Destination;
import io.directio.assemble.Receipt;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * What an instance of a function that writes has open: the destination, and what it has written
 * since it was flushed last. Each block goes straight to its place, and nothing of it is kept but a
 * receipt; receipts leave when all that was written is durable.
 *
 * <p><b>Threading.</b> Belongs to the thread that runs the function.
 */
public final class WriteSession implements Closeable {

  /** So that what waits to leave stays small, however long a bundle is. */
  private static final int MAX_WAITING = 10_000;

  /** A version of a file in a window. */
  private record Key(FileMetadata file, BoundedWindow window) {}

  private record Row(ManifestEntry entry, BoundedWindow window) {}

  /** Takes what leaves a function that writes. */
  @FunctionalInterface
  public interface Parts {

    /** Lets a part leave, in a window. */
    void send(FilePart part, BoundedWindow window);
  }

  private final Destination destination;
  private final Counter bytes = Metrics.counter("io.directio.beam", "bytesWritten");
  private final Map<Key, List<Receipt>> receipts = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private int waiting;

  private WriteSession(Destination destination) {
    this.destination = destination;
  }

  /** Opens the destination. */
  public static WriteSession open(WriteSettings settings) throws DirectIOException {
    return new WriteSession(settings.destination().open());
  }

  /** Begins a bundle: what was written by one that failed will be written again. */
  public void startBundle() {
    receipts.clear();
    rows.clear();
    waiting = 0;
  }

  /**
   * Writes a block, and takes note of what is no block.
   *
   * @throws DirectIOException if nothing can be written at all: the runner tries the bundle again
   */
  public void take(ReadResult result, BoundedWindow window) throws DirectIOException {
    if (result instanceof Block block) {
      write(block, window);
    } else if (result instanceof StoredRange range) {
      add(Receipt.inherited(range), window);
    } else {
      add((ManifestEntry) result, window);
    }
  }

  private void write(Block block, BoundedWindow window) throws DirectIOException {
    try {
      add(destination.write(block), window);
      bytes.inc(block.length());
    } catch (DirectIOException e) {
      if (!e.code().concernsOneFile()) {
        throw e;
      }
      add(ManifestEntry.failed(block.file(), e), window);
    }
  }

  private void add(Receipt receipt, BoundedWindow window) {
    receipts
        .computeIfAbsent(new Key(receipt.file(), window), any -> new ArrayList<>())
        .add(receipt);
    waiting++;
  }

  private void add(ManifestEntry row, BoundedWindow window) {
    rows.add(new Row(row, window));
    waiting++;
  }

  /** Whether so much waits that it had better be flushed before the end of the bundle. */
  public boolean isFull() {
    return waiting >= MAX_WAITING;
  }

  /** Makes durable all that was written, and lets the parts of it leave. */
  public void flush(Parts parts) throws DestinationException {
    destination.flush();
    receipts.forEach((key, of) -> parts.send(new FilePart.Written(key.file(), of), key.window()));
    rows.forEach(row -> parts.send(new FilePart.Ended(row.entry()), row.window()));
    startBundle();
  }

  @Override
  public void close() throws DestinationException {
    destination.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.DirectIOException;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.StoredRange;
import io.directio.assemble.Destination;
import io.directio.assemble.Receipt;
import java.io.Closeable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * What an instance of a function that writes has open: the destination, and what it has written
 * that is not known to be durable. Each block goes straight to its place, and nothing of it is kept
 * but a receipt.
 *
 * <p>Receipts leave when what they are for is durable. In a long bundle that is done every now and
 * then, in the background, while more is written; so neither do receipts pile up, nor does all wait
 * for the disk in the end.
 *
 * <p><b>Threading.</b> Belongs to the thread that runs the function. Only the destination is also
 * used by a thread of the session's own, which makes it durable.
 */
public final class WriteSession implements Closeable {

  private static final int IDLE_SECONDS = 10;
  private static final int CLOSE_SECONDS = 30;

  /** Takes what leaves a function that writes. */
  @FunctionalInterface
  public interface Parts {

    /** Lets a part leave, in a window. */
    void send(FilePart part, BoundedWindow window);
  }

  /** A batch, and the end of making it durable. */
  private record Flush(PartBatch batch, Future<?> done) {}

  private final Destination destination;
  private final ThreadPoolExecutor flusher = flusher();
  private final Counter bytes = Metrics.counter("io.directio.beam", "bytesWritten");
  private PartBatch batch = new PartBatch();
  private Flush flush; // null if none is under way

  private WriteSession(Destination destination) {
    this.destination = destination;
  }

  /** One thread, which ends when it has nothing to do: whoever loses a session loses no thread. */
  private static ThreadPoolExecutor flusher() {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "directio-flush");
              thread.setDaemon(true);
              return thread;
            });
    one.allowCoreThreadTimeOut(true);
    return one;
  }

  /** Opens the destination. */
  public static WriteSession open(WriteSettings settings) throws DirectIOException {
    return new WriteSession(settings.destination().open());
  }

  /** Begins a bundle: what was written by one that failed will be written again. */
  public void startBundle() {
    batch = new PartBatch();
    flush = null;
  }

  /**
   * Writes a block, or takes note of what is no block; and lets leave what has become durable.
   *
   * @throws DirectIOException if nothing can be written at all: the runner tries the bundle again
   */
  public void take(ReadResult result, BoundedWindow window, Parts parts) throws DirectIOException {
    if (result instanceof Block block) {
      write(block, window);
    } else if (result instanceof StoredRange range) {
      batch.add(Receipt.inherited(range), window);
    } else {
      batch.add((ManifestEntry) result, window);
    }
    if (flush != null && (flush.done().isDone() || batch.isOverfull())) {
      await(parts);
    }
    if (flush == null && batch.isFull()) {
      flush = new Flush(batch, flusher.submit(this::flushDestination));
      batch = new PartBatch();
    }
  }

  private void write(Block block, BoundedWindow window) throws DirectIOException {
    try {
      batch.add(destination.write(block), window);
      bytes.inc(block.length());
    } catch (DirectIOException e) {
      if (!e.code().concernsOneFile()) {
        throw e;
      }
      batch.add(ManifestEntry.failed(block.file(), e), window);
    }
  }

  private Void flushDestination() throws DestinationException {
    destination.flush();
    return null;
  }

  /** Waits for the flush that is under way, and lets leave what it was for. */
  private void await(Parts parts) throws DestinationException {
    try {
      flush.done().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DestinationException failure) {
        throw failure;
      }
      throw new IllegalStateException("The destination could not be flushed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The runner stopped the bundle", e);
    }
    flush.batch().send(parts);
    flush = null;
  }

  /** Ends a bundle: makes durable all that was written, and lets the parts of it leave. */
  public void finishBundle(Parts parts) throws DestinationException {
    if (flush != null) {
      await(parts);
    }
    destination.flush();
    batch.send(parts);
    batch = new PartBatch();
  }

  /** Stops a flush that may be under way: nobody waits for it any more. */
  @Override
  public void close() throws DestinationException {
    flusher.shutdownNow();
    try {
      flusher.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      destination.close();
    }
  }
}

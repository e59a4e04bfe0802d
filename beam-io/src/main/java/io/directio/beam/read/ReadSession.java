// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.DestinationException;
import io.directio.DirectIOException;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.ReadResult;
import io.directio.assemble.Destination;
import io.directio.read.BlockReader;
import io.directio.read.Delivery;
import io.directio.read.DirectIOClient;
import io.directio.read.ReadTask;
import io.directio.read.ReaderOptions;
import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;

/**
 * What an instance of a reading function has open: from its set-up to its teardown the client,
 * which it shares with all others in the JVM, and for each bundle a reader.
 *
 * <p>The client outlives its last session by a minute, so that the next step of a pipeline finds
 * what this one has listed.
 *
 * <p>If a bundle fails, nobody tells the function: its reader goes when the next one begins. If
 * teardown never comes, the shared client stays until the JVM ends, and serves its next user.
 *
 * <p><b>Threading.</b> Belongs to the thread that runs the function.
 */
public final class ReadSession implements Closeable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DirectIOClient client;
  private final Destination stored; // null if everything is read
  private final ReaderOptions options;
  private final ReadMetrics metrics;
  private BlockReader reader;

  private ReadSession(DirectIOClient client, Destination stored) {
    this.client = client;
    this.stored = stored;
    this.options =
        stored == null ? ReaderOptions.DEFAULT : ReaderOptions.DEFAULT.withStored(stored::stored);
    this.metrics = new ReadMetrics(client.options());
  }

  static ReadSession open(ReadSettings settings) throws DirectIOException {
    DirectIOClient client = DirectIOClient.shared(settings.client());
    try {
      return new ReadSession(client, settings.skipStored() ? settings.destination().open() : null);
    } catch (DirectIOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** The plan of a file as it was when this JVM saw it last; lists it if nobody remembers it. */
  FilePlan plan(FileRef file) throws DirectIOException {
    long before = throttledNanos();
    try {
      return client.rememberedPlan(file);
    } finally {
      metrics.throttled(throttledNanos() - before);
    }
  }

  /** The plan of a file as it is now. */
  FilePlan planAnew(FileRef file) throws DirectIOException {
    long before = throttledNanos();
    try {
      return client.plan(file);
    } finally {
      metrics.throttled(throttledNanos() - before);
    }
  }

  private long throttledNanos() {
    return client.statistics().throttledNanos();
  }

  ReadMetrics metrics() {
    return metrics;
  }

  /** Begins a bundle: nothing is under way. */
  void startBundle() {
    finishBundle();
    reader = client.reader(options);
  }

  /** Ends a bundle: whatever is still under way is cancelled. */
  void finishBundle() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  void submit(ReadTask task) {
    reader.submit(task);
  }

  /** What has been read by now, if there is anything. */
  Optional<Delivery> poll() throws DirectIOException {
    return reader.poll(Duration.ZERO);
  }

  /** Waits for whatever is read next. */
  Delivery await() throws DirectIOException, InterruptedException {
    Optional<Delivery> delivery = poll();
    while (delivery.isEmpty()) {
      long before = throttledNanos();
      try {
        delivery = reader.poll(PATIENCE);
      } finally {
        metrics.throttled(throttledNanos() - before);
      }
      if (delivery.isEmpty() && Thread.interrupted()) {
        throw new InterruptedException("The runner stopped the bundle");
      }
    }
    return delivery.get();
  }

  /** Gives a delivery back; its block now belongs to whoever it was given to. */
  public void done(Delivery delivery) {
    reader.done(delivery);
  }

  /** Counts what is handed over. */
  public void count(ReadResult result) {
    metrics.count(result);
  }

  void cancel(ReadTask task) {
    reader.cancel(task);
  }

  @Override
  public void close() throws DestinationException {
    finishBundle();
    DelayedClose.of(client);
    if (stored != null) {
      stored.close();
    }
  }
}

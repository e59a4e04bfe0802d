// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.download;

import io.directio.Block;
import io.directio.ByteRange;
import io.directio.DirectIOException;
import io.directio.FilePlan;
import io.directio.StreamException;
import io.directio.read.BlockStream;
import io.directio.read.DirectIOClient;
import java.io.IOException;

/**
 * Carries parts of a file into a sink, in order.
 *
 * <p><b>Threading.</b> {@link #run} blocks one thread; {@link #cancel} and {@link #bytes} may come
 * from any other.
 */
public final class Download {

  private final DirectIOClient client;
  private final FilePlan plan;
  private final Pieces pieces;
  private final int workers;
  private final Sink sink;
  private BlockStream open;
  private boolean cancelled;
  private volatile long bytes;

  /**
   * @param workers how many blocks are fetched at once
   * @param sink what is filled; what it holds already is not read again
   */
  public Download(DirectIOClient client, FilePlan plan, Pieces pieces, int workers, Sink sink) {
    this.client = client;
    this.plan = plan;
    this.pieces = pieces;
    this.workers = workers;
    this.sink = sink;
    this.bytes = sink.length();
  }

  /** Number of bytes that are in the sink. */
  public long bytes() {
    return bytes;
  }

  /**
   * Fills the sink.
   *
   * @return the number of bytes that came from the storage
   * @throws InterruptedException if it was cancelled
   * @throws IOException if the file can't be read, or the sink not be written; what is in the sink
   *     is kept
   */
  public long run() throws IOException, InterruptedException {
    long resumed = sink.length();
    try {
      for (ByteRange range : pieces.after(sink.length()).ranges()) {
        copy(range);
      }
    } catch (StreamException e) {
      keep(e);
      boolean begun = sink.length() > resumed;
      // Where nothing has come, where it broke off tells nothing.
      throw !begun && e.getCause() instanceof DirectIOException reason ? reason : e;
    } catch (IOException | InterruptedException | RuntimeException e) {
      keep(e);
      throw e;
    }
    sink.finish();
    return bytes - resumed;
  }

  private void copy(ByteRange range) throws IOException, InterruptedException {
    try (BlockStream stream = open(range)) {
      while (stream.hasNext()) {
        Block block = stream.next();
        sink.write(block.data());
        bytes = sink.length();
      }
    } finally {
      checkCancelled();
    }
  }

  private synchronized BlockStream open(ByteRange range) throws IOException, InterruptedException {
    checkCancelled();
    open = client.stream(plan).range(range).workers(workers).open();
    return open;
  }

  private synchronized void checkCancelled() throws InterruptedException {
    if (cancelled) {
      throw new InterruptedException("The download was cancelled");
    }
  }

  /** Ends the download where it is. */
  public synchronized void cancel() {
    cancelled = true;
    if (open != null) {
      open.stop();
    }
  }

  private void keep(Exception reason) {
    try {
      sink.keep();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}

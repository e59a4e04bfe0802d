// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import io.directio.DirectIOException;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.assemble.Destination;
import io.directio.cli.progress.Progress;
import io.directio.flink.source.FileCursor;
import io.directio.flink.source.FileSelection;
import io.directio.read.ClientOptions;
import io.directio.read.DirectIOClient;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds out what an export would do: asks the portal for each file, as the export would, and the
 * destination what it has of it. Fetches no block, and changes nothing anywhere.
 *
 * <p>That costs one portal call for each file, also for those that are there already: only the
 * portal's listing tells whether they are still the same, and how many blocks they have. Nothing is
 * kept of a file once it is counted.
 *
 * <p><b>Threading.</b> {@link #execute} blocks one thread, which can be interrupted; {@link
 * #progress} may come from any other.
 */
public final class DryRun implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final ExportRun.Plan plan;
  private final DirectIOClient client;
  private final Destination destination;
  private final DryRunTally tally;

  /** What ends it all: a failure that every file would have, or the first one. */
  private volatile IOException end;

  private DryRun(
      ExportRun.Plan plan,
      DirectIOClient client,
      Destination destination,
      DryRunTally.Failures failures) {
    this.plan = plan;
    this.client = client;
    this.destination = destination;
    this.tally = new DryRunTally(failures);
  }

  /**
   * Gets everything ready.
   *
   * @param failures is told of each file that would fail, one at a time
   * @throws IOException if the destination can't be read
   */
  public static DryRun prepare(ExportRun.Plan plan, DryRunTally.Failures failures)
      throws IOException {
    Destination destination = plan.to().look();
    try {
      return new DryRun(plan, DirectIOClient.open(plan.client()), destination, failures);
    } catch (IOException | RuntimeException e) {
      destination.close();
      throw e;
    }
  }

  /**
   * Looks at every file.
   *
   * @throws InterruptedException if it was interrupted
   * @throws IOException if it can't be told what would be exported
   */
  public DryRunSummary execute() throws IOException, InterruptedException {
    ClientOptions options = plan.client();
    ExecutorService lookers = Executors.newFixedThreadPool(options.maxListings(), DryRun::thread);
    Semaphore free = new Semaphore(options.maxListings());
    try (FileCursor files = plan.files().open(FileSelection.Position.START, options)) {
      FileCursor.Step step = files.advance(PATIENCE);
      while (step != FileCursor.Step.END && end == null) {
        if (step == FileCursor.Step.FILE) {
          FileRef file = files.file();
          free.acquire();
          lookers.execute(
              () -> {
                try {
                  look(file);
                } finally {
                  free.release();
                }
              });
        }
        step = files.advance(PATIENCE);
      }
      free.acquire(options.maxListings());
    } finally {
      lookers.shutdownNow();
    }
    if (end != null) {
      throw end;
    }
    return tally.summary();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "directio-dry-run-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  private void look(FileRef file) {
    try {
      FilePlan listed = client.plan(file);
      tally.add(listed, destination.stored(listed.metadata()));
    } catch (DirectIOException e) {
      failed(file, e);
    } catch (RuntimeException e) {
      end = new IOException("File " + file.fileId() + " could not be looked at: " + e, e);
    }
  }

  private synchronized void failed(FileRef file, DirectIOException failure) {
    if (end != null) {
      return;
    }
    if (failure.code().isFatal() || plan.failFast()) {
      end = failure;
    } else {
      tally.add(file, failure);
    }
  }

  /** How far it is. */
  public Progress progress() {
    DryRunSummary now = tally.summary();
    return new Progress(
        now.files(), now.skipped(), now.failed(), plan.filesTotal(), 0, OptionalLong.empty(), 0);
  }

  @Override
  public void close() throws IOException {
    client.close();
    destination.close();
  }
}

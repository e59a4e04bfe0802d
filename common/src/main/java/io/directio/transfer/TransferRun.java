// SPDX-License-Identifier: Apache-2.0
package io.directio.transfer;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.StoredRange;
import io.directio.assemble.Destination;
import io.directio.assemble.Publication;
import io.directio.assemble.Receipt;
import io.directio.read.BlockReader;
import io.directio.read.Delivery;
import io.directio.read.DirectIOClient;
import io.directio.read.ReadTask;
import io.directio.read.ReaderOptions;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run of a transfer.
 *
 * <p><b>Threading:</b> the caller's thread feeds the reader and takes what it delivers; writers put
 * blocks to their places; the committer publishes. A file belongs to no thread: whoever does the
 * last thing to it settles it.
 */
final class TransferRun implements Committer.Outcome {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final int ATTEMPTS = 2;

  private final Destination destination;
  private final TransferOptions options;
  private final Progress progress;
  private final BlockReader reader;
  private final ExecutorService writers;
  private final Committer committer;

  private final AtomicInteger underway = new AtomicInteger();
  private final Queue<FileTransfer> again = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  TransferRun(
      DirectIOClient client, Destination destination, TransferOptions options, Progress progress) {
    this.destination = destination;
    this.options = options;
    this.progress = progress;
    this.reader =
        client.reader(ReaderOptions.DEFAULT.withStored(destination::stored).withReuseArrays(true));
    AtomicInteger number = new AtomicInteger();
    this.writers =
        Executors.newFixedThreadPool(
            options.writers(),
            task -> {
              Thread thread = new Thread(task, "directio-write-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.committer = new Committer(destination, options, this);
  }

  TransferSummary run(Iterator<FileRef> files) throws DirectIOException, InterruptedException {
    committer.start();
    boolean interrupted = false;
    try {
      while (failure.get() == null && !interrupted && feed(files)) {
        committer.hurryIfAllWait(underway.get());
        reader.poll(POLL).ifPresent(this::take);
        interrupted = Thread.interrupted();
      }
    } catch (DirectIOException | RuntimeException | Error e) {
      stop(e);
    } finally {
      reader.close();
      interrupted |= awaitWriters();
      committer.finish();
    }
    throwFailure();
    if (interrupted || Thread.interrupted()) {
      throw new InterruptedException("The transfer was interrupted");
    }
    return progress.summary();
  }

  /** Submits as many files as may be underway; returns false when all is done. */
  private boolean feed(Iterator<FileRef> files) {
    for (FileTransfer file = again.poll(); file != null; file = again.poll()) {
      submit(file);
    }
    while (underway.get() < options.filesAtOnce() && files.hasNext()) {
      underway.incrementAndGet();
      submit(new FileTransfer(files.next(), 1));
    }
    return underway.get() > 0;
  }

  private void submit(FileTransfer file) {
    reader.submit(ReadTask.wholeFile(file.file()).withTag(file));
  }

  private void take(Delivery delivery) {
    FileTransfer file = (FileTransfer) delivery.task().tag();
    ReadResult result = delivery.result().orElse(null);
    if (result instanceof Block block) {
      file.writing(block.file());
      writers.execute(() -> write(file, block, delivery));
    } else {
      reader.done(delivery);
    }
    if (result instanceof StoredRange range) {
      file.inherited(Receipt.inherited(range));
      progress.resumed(range.file(), range.length());
    }
    if (delivery.last()) {
      file.readToTheEnd(result instanceof ManifestEntry row ? Optional.of(row) : Optional.empty());
      settle(file);
    }
  }

  private void write(FileTransfer file, Block block, Delivery delivery) {
    FileMetadata version = block.file();
    int length = block.length();
    Receipt receipt;
    try {
      receipt = destination.write(block);
    } catch (DirectIOException e) {
      unwritten(file, e);
      return;
    } catch (RuntimeException | Error e) {
      stop(e);
      return;
    } finally {
      reader.done(delivery);
    }
    committer.written();
    file.wrote(receipt);
    try {
      progress.written(version, length);
    } catch (RuntimeException e) {
      stop(e);
    }
    settle(file);
  }

  private void unwritten(FileTransfer file, DirectIOException cause) {
    if (cause.code().concernsOneFile()) {
      file.unwritten(cause);
      settle(file);
    } else {
      stop(cause);
    }
  }

  /** Goes on with a file if the reader and all writers are done with it. */
  private void settle(FileTransfer file) {
    if (failure.get() != null || !file.settles()) {
      return;
    }
    if (file.row().isEmpty()) {
      committer.complete(file);
      committer.hurryIfAllWait(underway.get());
    } else {
      end(file, file.row().get());
    }
  }

  @Override
  public void published(List<FileTransfer> files, List<Publication> results) {
    for (int i = 0; i < results.size(); i++) {
      FileTransfer file = files.get(i);
      Publication result = results.get(i);
      if (result.entry().isPresent()) {
        end(file, result.entry().get());
      } else {
        unpublished(file, result.failure().orElseThrow());
      }
    }
    reader.wakeUp();
  }

  private void unpublished(FileTransfer file, DestinationException cause) {
    if (!cause.code().concernsOneFile()) {
      stop(cause);
    } else if (cause.code() == ErrorCode.DESTINATION_CORRUPT && file.attempt() < ATTEMPTS) {
      again.add(new FileTransfer(file.file(), file.attempt() + 1));
    } else {
      end(file, ManifestEntry.failed(file.file(), cause));
    }
  }

  @Override
  public void failed(Throwable cause) {
    stop(cause);
  }

  private void end(FileTransfer file, ManifestEntry row) {
    try {
      if (row.failedForGood() || file.hasOlderVersions()) {
        destination.abandon(file.file());
      }
      progress.ended(row);
      if (options.failFast() && row.error() != null) {
        stop(new DirectIOException(row.error().code(), row.error().message()));
      }
    } catch (DirectIOException | RuntimeException e) {
      stop(e);
    }
    underway.decrementAndGet();
    reader.wakeUp();
  }

  private void stop(Throwable cause) {
    if (!failure.compareAndSet(null, cause)) {
      Throwable first = failure.get();
      if (first != cause) {
        first.addSuppressed(cause);
      }
    }
    reader.wakeUp();
  }

  /** Returns whether the caller was interrupted while it waited. */
  private boolean awaitWriters() {
    writers.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (writers.awaitTermination(1, TimeUnit.HOURS)) {
          return interrupted;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  private void throwFailure() throws DirectIOException {
    Throwable cause = failure.get();
    if (cause instanceof DirectIOException known) {
      throw known;
    }
    if (cause instanceof RuntimeException mistake) {
      throw mistake;
    }
    if (cause instanceof Error error) {
      throw error;
    }
  }
}

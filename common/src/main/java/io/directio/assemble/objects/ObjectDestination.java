// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.objects;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.Stored;
import io.directio.StoredRange;
import io.directio.assemble.Batch;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Destination;
import io.directio.assemble.Printable;
import io.directio.assemble.Publication;
import io.directio.assemble.Receipt;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assembles files from pieces in a store of objects. What differs from store to store is asked of
 * the class that extends it; its methods may throw whatever the store does, which {@link #trouble}
 * explains.
 *
 * <p><b>Durability.</b> {@link #flush()} returns when the store has taken every piece; what was
 * stored never changes. When storing a piece has failed in spite of all attempts, every later flush
 * fails too, until its file is {@linkplain #abandon abandoned} or written by a new instance.
 *
 * <p><b>Threading:</b> thread-safe, if the class that extends it is. An interrupted thread stops
 * with a {@link DestinationException}; others that work on the same file are not disturbed.
 */
public abstract class ObjectDestination implements Destination {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectDestination.class);

  /** An export that has written no row for so long may have ended. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private static final int IDLE_SECONDS = 5;
  private static final int CLOSE_SECONDS = 10;

  /**
   * How pieces are written and files published.
   *
   * @param address the destination, for people
   * @param unit the size of a piece for the size of a file, both in bytes
   * @param memory bytes that may be held while blocks are put together and sent
   * @param requests how many requests are made at the same time
   * @param staleAfter after how long without a change what is partial counts as left behind
   */
  public record Settings(
      String address, LongUnaryOperator unit, long memory, int requests, Duration staleAfter) {}

  private final Settings settings;
  private final Clock clock;
  private final ThreadPoolExecutor storing;
  private final PieceWriter writer;
  private final Batch files;

  /** A destination; nothing is asked of the store. */
  protected ObjectDestination(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.files = new Batch("directio-publish", settings.requests());
    this.storing = threads(settings.requests());
    this.writer =
        new PieceWriter(
            settings.address(), this::store, settings.unit(), settings.memory(), storing);
  }

  private static ThreadPoolExecutor threads(int count) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "directio-store-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The file as it is published in this version, if it is. */
  protected abstract Optional<Stored> published(FileMetadata file) throws IOException;

  /** Stores a piece. */
  protected abstract void put(FileMetadata file, Piece piece, Content content) throws IOException;

  /** The pieces of a file in this version that are stored, in any order. */
  protected abstract List<Piece> pieces(FileMetadata file) throws IOException;

  /** Publishes a file whose pieces are all stored. What is partial of it is deleted later. */
  protected abstract ManifestEntry publishOne(CompletedFile file) throws DestinationException;

  /** Deletes what is partial of files that are published or hopeless. */
  protected abstract void deletePartials(List<CompletedFile> over) throws IOException;

  /** Deletes what is partial of a file in all versions. */
  protected abstract void deletePartials(long fileId) throws IOException;

  /** Deletes what is partial and has not changed since then. */
  protected abstract void deletePartialsUnchangedSince(Instant limit) throws IOException;

  /** Lets go of the store. */
  protected abstract void closeStore();

  /**
   * Turns what the store says into what an operator can act on.
   *
   * @param path the file that the user knows, or the destination's address
   * @param attempt what was being done, such as "could not be written"
   */
  protected abstract DestinationException trouble(String path, String attempt, Exception cause);

  @Override
  public final Stored stored(FileMetadata file) throws DestinationException {
    try {
      Optional<Stored> whole = published(file);
      if (whole.isPresent() || file.blocks() <= 1) {
        return whole.orElse(Stored.nothing());
      }
      return Stored.partly(
          Tiling.apart(pieces(file)).stream()
              .map(piece -> new StoredRange(file, piece.offset(), piece.length(), piece.crc32c()))
              .toList());
    } catch (DestinationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw trouble(file.file().path(), "the destination could not be read", e);
    }
  }

  @Override
  public final Receipt write(Block block) throws DestinationException {
    if (block.length() > 0) {
      writer.write(block);
    }
    return Receipt.written(block);
  }

  private void store(FileMetadata file, Piece piece, Content content) throws DestinationException {
    try {
      put(file, piece, content);
    } catch (IOException | RuntimeException e) {
      throw trouble(file.file().path(), "a part of it could not be stored", e);
    }
  }

  @Override
  public final void flush() throws DestinationException {
    writer.flush();
  }

  @Override
  public final List<Publication> publishAll(Collection<CompletedFile> completed) {
    List<CompletedFile> all = List.copyOf(completed);
    Publication[] results = new Publication[all.size()];
    try {
      if (all.stream().anyMatch(file -> writer.hasUnflushed(file.file()))) {
        flush();
      }
      files.forEach(
          IntStream.range(0, results.length).boxed().toList(),
          i -> results[i] = publication(all.get(i)));
      deletePartialsOf(Arrays.asList(results));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(
          all,
          new DestinationException(
              ErrorCode.DESTINATION,
              Printable.of(settings.address()),
              "publishing was interrupted; run again"));
    } catch (DestinationException e) {
      return failed(all, e);
    }
    return Arrays.asList(results);
  }

  private Publication publication(CompletedFile file) {
    try {
      return Publication.done(file, publishOne(file));
    } catch (DestinationException e) {
      return Publication.failed(file, e);
    }
  }

  /** Deletes the pieces of files that are published or hopeless; what stays is only waste. */
  private void deletePartialsOf(List<Publication> results) {
    try {
      deletePartials(
          results.stream()
              .filter(
                  result ->
                      result.failure().isEmpty() || result.failure().get().code().concernsOneFile())
              .map(Publication::file)
              .toList());
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "Parts of files that are published could not be deleted from {}; a later run does it",
          settings.address(),
          e);
    }
  }

  private static List<Publication> failed(List<CompletedFile> files, DestinationException cause) {
    return files.stream().map(file -> Publication.failed(file, cause)).toList();
  }

  @Override
  public final void abandon(FileRef file) throws DestinationException {
    writer.forget(file.fileId());
    try {
      deletePartials(file.fileId());
    } catch (IOException | RuntimeException e) {
      throw trouble(file.path(), "what is partial of it could not be deleted", e);
    }
  }

  @Override
  public final void cleanUp() throws DestinationException {
    try {
      manifests().finishAbandoned(clock.instant().minus(QUIET));
      deletePartialsUnchangedSince(clock.instant().minus(settings.staleAfter()));
    } catch (DestinationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw trouble(settings.address(), "leftovers could not be deleted", e);
    }
  }

  @Override
  public final void close() {
    files.close();
    storing.shutdownNow();
    try {
      storing.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeStore();
  }
}

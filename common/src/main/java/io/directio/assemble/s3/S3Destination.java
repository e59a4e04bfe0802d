// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.Stored;
import io.directio.StoredRange;
import io.directio.assemble.Batch;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Destination;
import io.directio.assemble.Manifests;
import io.directio.assemble.Printable;
import io.directio.assemble.Publication;
import io.directio.assemble.Receipt;
import io.directio.assemble.SafePath;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Assembles files in a bucket; {@linkplain io.directio.assemble.s3 the package} tells how.
 *
 * <p><b>Durability.</b> {@link #flush()} returns when the store has answered for every piece; what
 * was stored never changes. When storing a piece has failed in spite of all attempts, every later
 * flush fails too, until its file is {@linkplain #abandon abandoned} or written by a new instance.
 *
 * <p><b>Threading:</b> thread-safe. An interrupted thread stops with a {@link
 * DestinationException}; others that work on the same file are not disturbed.
 */
public final class S3Destination implements Destination {

  private static final Logger LOG = LoggerFactory.getLogger(S3Destination.class);

  private static final int IDLE_SECONDS = 5;
  private static final int CLOSE_SECONDS = 10;

  private final S3DestinationSpec spec;
  private final Clock clock;
  private final Keys keys;
  private final Bucket bucket;
  private final Partials partials;
  private final Publisher publisher;
  private final ThreadPoolExecutor storing;
  private final PieceWriter writer;
  private final Batch files;
  private final Batch parts;

  private S3Destination(S3DestinationSpec spec, Bucket bucket, Clock clock) {
    this.spec = spec;
    this.clock = clock;
    this.bucket = bucket;
    this.keys = new Keys(spec.prefix());
    this.files = new Batch("directio-s3-publish", spec.requests());
    this.parts = new Batch("directio-s3-copy", spec.requests());
    this.partials = new Partials(bucket, keys);
    this.publisher = new Publisher(bucket, keys, spec, partials, parts);
    this.storing = threads(spec.requests());
    this.writer =
        new PieceWriter(
            spec.url(),
            (file, piece, content) -> bucket.put(keys.piece(file, piece), content, Map.of()),
            spec::unit,
            spec.memoryHere(),
            storing);
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
              Thread thread = new Thread(task, "directio-s3-store-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Opens a bucket as a destination.
   *
   * @throws DestinationException if it can't be reached, isn't there, or we may not list it
   */
  public static S3Destination open(S3DestinationSpec spec) throws DestinationException {
    return open(spec, Clock.systemUTC());
  }

  static S3Destination open(S3DestinationSpec spec, Clock clock) throws DestinationException {
    Bucket bucket = null;
    try {
      // Storing, publishing, and those who ask what is stored.
      bucket = Bucket.open(spec, 4 * spec.requests());
      bucket.check(spec.prefix());
      return new S3Destination(spec, bucket, clock);
    } catch (RuntimeException e) {
      if (bucket != null) {
        bucket.close();
      }
      throw Trouble.of(spec.url(), "the destination could not be opened", e);
    }
  }

  @Override
  public Stored stored(FileMetadata file) throws DestinationException {
    try {
      SafePath path = keys.path(file.file().path(), spec.paths());
      Optional<Mark> mark = publisher.find(path, file);
      if (mark.isPresent() && mark.get().isOf(file)) {
        return Stored.whole(path.toString(), OptionalInt.of(mark.get().crc32c()));
      }
      return file.blocks() > 1
          ? Stored.partly(
              Tiling.apart(partials.pieces(file)).stream()
                  .map(
                      piece ->
                          new StoredRange(file, piece.offset(), piece.length(), piece.crc32c()))
                  .toList())
          : Stored.nothing();
    } catch (SdkException e) {
      throw Trouble.of(file.file().path(), "the destination could not be read", e);
    }
  }

  @Override
  public Receipt write(Block block) throws DestinationException {
    if (block.length() > 0) {
      writer.write(block);
    }
    return Receipt.written(block);
  }

  @Override
  public void flush() throws DestinationException {
    writer.flush();
  }

  @Override
  public List<Publication> publishAll(Collection<CompletedFile> completed) {
    List<CompletedFile> all = List.copyOf(completed);
    Publication[] results = new Publication[all.size()];
    try {
      if (all.stream().anyMatch(file -> writer.hasUnflushed(file.file()))) {
        flush();
      }
      files.forEach(
          IntStream.range(0, results.length).boxed().toList(),
          i -> results[i] = publishOne(all.get(i)));
      deletePartials(Arrays.asList(results));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(
          all,
          new DestinationException(
              ErrorCode.DESTINATION,
              Printable.of(spec.url()),
              "publishing was interrupted; run again"));
    } catch (DestinationException e) {
      return failed(all, e);
    }
    return Arrays.asList(results);
  }

  private Publication publishOne(CompletedFile file) {
    try {
      return Publication.done(file, publisher.publish(file));
    } catch (DestinationException e) {
      return Publication.failed(file, e);
    }
  }

  /** Deletes the pieces of files that are published or hopeless; what stays is only waste. */
  private void deletePartials(List<Publication> results) {
    List<String> single = new ArrayList<>();
    try {
      for (Publication result : results) {
        FileMetadata file = result.file().file();
        boolean over =
            result.failure().isEmpty() || result.failure().get().code() != ErrorCode.DESTINATION;
        if (over && file.blocks() == 1) {
          single.add(keys.piece(file, new Piece(0, file.size(), result.file().crc32c())));
        } else if (over && file.size() > 0) {
          partials.delete(file);
        }
      }
      bucket.delete(single);
    } catch (RuntimeException e) {
      LOG.warn(
          "Parts of files that are published could not be deleted from {}; a later run does it",
          spec.url(),
          e);
    }
  }

  private static List<Publication> failed(List<CompletedFile> files, DestinationException cause) {
    return files.stream().map(file -> Publication.failed(file, cause)).toList();
  }

  @Override
  public void abandon(FileRef file) throws DestinationException {
    writer.forget(file.fileId());
    try {
      partials.delete(file.fileId());
    } catch (RuntimeException e) {
      throw Trouble.of(file.path(), "what is partial of it could not be deleted", e);
    }
  }

  @Override
  public void cleanUp() throws DestinationException {
    try {
      partials.deleteUnchangedSince(clock.instant().minus(spec.staleAfter()));
    } catch (RuntimeException e) {
      throw Trouble.of(spec.url(), "leftovers could not be deleted", e);
    }
  }

  @Override
  public Manifests manifests() {
    return new S3Manifests(bucket, keys, spec.url());
  }

  @Override
  public void close() {
    files.close();
    parts.close();
    storing.shutdownNow();
    try {
      storing.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    bucket.close();
  }
}

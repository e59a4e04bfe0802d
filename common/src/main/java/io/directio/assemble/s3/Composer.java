// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.assemble.Batch;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Printable;
import io.directio.assemble.objects.Content;
import io.directio.assemble.objects.Piece;
import io.directio.assemble.objects.Tiling;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Puts a file together from its pieces, within the store: by a copy where there is one piece, by an
 * upload in parts, each of which is copied, where there are more. Only pieces that are too small to
 * be a part are read and written again.
 *
 * <p><b>Threading:</b> thread-safe. The parts of a file are copied at the same time.
 */
final class Composer {

  /** Most bytes that S3 copies in one request. */
  private static final long MAX_COPY = 5L << 30;

  /**
   * When the content of the portal's file was changed, in seconds since 1970: the name and the form
   * in which rclone and s3fs keep it, so that they show it, and copy it along.
   */
  private static final String TIME = "mtime";

  private final Bucket bucket;
  private final Keys keys;
  private final Partials partials;
  private final Batch requests;

  /**
   * @param requests runs the requests for the parts of a file
   */
  Composer(Bucket bucket, Keys keys, Partials partials, Batch requests) {
    this.bucket = bucket;
    this.keys = keys;
    this.partials = partials;
    this.requests = requests;
  }

  /** Makes the object of a file, which appears whole. */
  void compose(CompletedFile completed, String target) throws DestinationException {
    FileMetadata file = completed.file();
    Map<String, String> metadata = metadata(completed);
    if (file.size() == 0) {
      bucket.put(target, Content.of(new byte[0]), metadata);
      return;
    }
    if (file.blocks() == 1 && copied(completed, target, metadata)) {
      return;
    }
    List<Part> parts = Part.of(tiles(completed));
    Part first = parts.get(0);
    if (parts.size() > 1) {
      upload(completed, target, metadata, parts);
    } else if (isCopied(first)) {
      bucket.copy(keys.piece(file, first.pieces().get(0)), target, metadata);
    } else {
      bucket.put(target, content(file, first), metadata);
    }
  }

  private static Map<String, String> metadata(CompletedFile completed) {
    Map<String, String> metadata = new HashMap<>(Mark.of(completed).toMetadata());
    Instant time = completed.file().file().details().fileTimestamp();
    if (time != null) {
      metadata.put(TIME, String.format("%d.%09d", time.getEpochSecond(), time.getNano()));
    }
    return metadata;
  }

  /** Copies a file of one block, whose piece has a name that needs no looking for. */
  private boolean copied(CompletedFile completed, String target, Map<String, String> metadata) {
    FileMetadata file = completed.file();
    try {
      Piece whole = new Piece(0, file.size(), completed.crc32c());
      bucket.copy(keys.piece(file, whole), target, metadata);
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == 404 && !Trouble.isNoSuchBucket(e)) {
        return false;
      }
      throw e;
    }
  }

  /** The pieces that make up the file. */
  private List<Piece> tiles(CompletedFile completed) throws DestinationException {
    FileMetadata file = completed.file();
    List<Piece> pieces = partials.pieces(file);
    Optional<List<Piece>> tiles = Tiling.of(pieces, file.size());
    if (tiles.isEmpty()) {
      Optional<List<Piece>> overlapping = Tiling.overlapping(pieces, file.size());
      tiles =
          overlapping.isPresent()
              ? Optional.of(shortened(file, overlapping.get()))
              : Optional.empty();
    }
    if (tiles.isEmpty()) {
      throw corrupt(file, "its stored parts are gone");
    }
    int found = Tiling.crc32c(tiles.get());
    if (found != completed.crc32c()) {
      throw corrupt(
          file,
          String.format(
              "the stored parts have the CRC-32C %08x instead of %08x", found, completed.crc32c()));
    }
    return tiles.get();
  }

  /**
   * Replaces pieces that begin before the one before them has ended, as they can when a file was
   * read twice at the same time, by pieces that don't.
   */
  private List<Piece> shortened(FileMetadata file, List<Piece> overlapping) {
    List<Piece> tiles = new ArrayList<>();
    long end = 0;
    for (Piece piece : overlapping) {
      Piece tile = piece;
      if (piece.offset() < end) {
        Content rest = Content.of(read(keys.piece(file, piece), end - piece.offset()));
        tile = new Piece(end, rest.length(), rest.crc32c());
        bucket.put(keys.piece(file, tile), rest, Map.of());
      }
      tiles.add(tile);
      end = tile.end();
    }
    return tiles;
  }

  private byte[] read(String key, long from) {
    try (InputStream in = bucket.get(key, from)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void upload(
      CompletedFile completed, String target, Map<String, String> metadata, List<Part> parts)
      throws DestinationException {
    FileMetadata file = completed.file();
    Bucket.Upload upload = bucket.begin(target, metadata);
    try {
      partials.note(file, upload);
      Optional<Integer> digest =
          bucket.complete(upload, upload(file, upload, parts), completed.crc32c());
      if (digest.isPresent() && digest.get() != completed.crc32c()) {
        bucket.delete(List.of(target));
        throw corrupt(
            file,
            String.format(
                "the store computed the CRC-32C %08x instead of %08x",
                digest.get(), completed.crc32c()));
      }
    } catch (RuntimeException e) {
      abort(upload, e);
      throw e;
    }
  }

  private List<Bucket.Uploaded> upload(FileMetadata file, Bucket.Upload upload, List<Part> parts) {
    Bucket.Uploaded[] done = new Bucket.Uploaded[parts.size()];
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    try {
      requests.forEach(
          parts,
          part -> {
            if (failure.get() != null) {
              return;
            }
            try {
              done[part.number() - 1] = upload(file, upload, part);
            } catch (RuntimeException e) {
              failure.compareAndSet(null, e);
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("Publishing was interrupted", e);
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    return Arrays.asList(done);
  }

  private Bucket.Uploaded upload(FileMetadata file, Bucket.Upload upload, Part part) {
    return isCopied(part)
        ? bucket.copyPart(upload, part, keys.piece(file, part.pieces().get(0)))
        : bucket.putPart(upload, part, content(file, part));
  }

  private static boolean isCopied(Part part) {
    return part.pieces().size() == 1 && part.length() <= MAX_COPY;
  }

  /** The bytes of a part, read from its pieces one after the other as they are sent. */
  private Content content(FileMetadata file, Part part) {
    return new Content(
        part.length(),
        part.crc32c(),
        () -> {
          Sources sources = new Sources(file, part.pieces().iterator());
          return new SequenceInputStream(sources) {
            @Override
            public void close() throws IOException {
              // It would open all that are left, to close them.
              sources.stop();
              super.close();
            }
          };
        });
  }

  /** Pieces as streams, each of which is opened when the one before it was read. */
  private final class Sources implements Enumeration<InputStream> {
    private final FileMetadata file;
    private Iterator<Piece> pieces;

    Sources(FileMetadata file, Iterator<Piece> pieces) {
      this.file = file;
      this.pieces = pieces;
    }

    void stop() {
      pieces = Collections.emptyIterator();
    }

    @Override
    public boolean hasMoreElements() {
      return pieces.hasNext();
    }

    @Override
    public InputStream nextElement() {
      return bucket.get(keys.piece(file, pieces.next()));
    }
  }

  private void abort(Bucket.Upload upload, RuntimeException cause) {
    try {
      bucket.abort(upload);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private static DestinationException corrupt(FileMetadata file, String message) {
    return new DestinationException(
        ErrorCode.DESTINATION_CORRUPT,
        Printable.of(file.file().path()),
        message + "; it was not published and has to be transferred again");
  }
}

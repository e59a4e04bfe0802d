// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.DestinationException;
import io.directio.FileDeletion;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.Stored;
import io.directio.assemble.Batch;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.ExportedFiles;
import io.directio.assemble.Manifests;
import io.directio.assemble.Mirror;
import io.directio.assemble.SafePath;
import io.directio.assemble.objects.Content;
import io.directio.assemble.objects.ObjectDestination;
import io.directio.assemble.objects.Piece;
import io.directio.assemble.objects.StagedManifests;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Assembles files in a bucket; {@linkplain io.directio.assemble.s3 the package} tells how.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class S3Destination extends ObjectDestination {

  private final S3DestinationSpec spec;
  private final Keys keys;
  private final Bucket bucket;
  private final Partials partials;
  private final S3Notes notes;
  private final Publisher publisher;
  private final Batch parts;

  private S3Destination(S3DestinationSpec spec, Bucket bucket, Clock clock) {
    super(
        new Settings(spec.url(), spec::unit, spec.memoryHere(), spec.requests(), spec.staleAfter()),
        clock);
    this.spec = spec;
    this.bucket = bucket;
    this.keys = new Keys(spec.prefix());
    this.parts = new Batch("directio-s3-copy", spec.requests());
    this.partials = new Partials(bucket, keys);
    this.notes = new S3Notes(bucket, keys);
    this.publisher = new Publisher(bucket, keys, spec, partials, notes, parts);
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
  protected Optional<Stored> published(FileMetadata file) throws IOException {
    SafePath path = keys.path(file.file().path(), spec.paths());
    Optional<Mark> mark = publisher.find(path, file).filter(known -> known.isOf(file));
    if (mark.isPresent()) {
      publisher.isPublished(file, path);
    }
    return mark.map(known -> Stored.whole(path.toString(), OptionalInt.of(known.crc32c())));
  }

  @Override
  public List<ManifestEntry> deleteAll(Collection<FileDeletion> deletions)
      throws DestinationException {
    if (!spec.deletions()) {
      return List.of();
    }
    try {
      return Mirror.deleteAll(deletions, parts, publisher::delete);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trouble.of(spec.url(), "files could not be deleted", e);
    }
  }

  @Override
  protected void put(FileMetadata file, Piece piece, Content content) {
    bucket.put(keys.piece(file, piece), content, Map.of());
  }

  @Override
  protected List<Piece> pieces(FileMetadata file) {
    return partials.pieces(file);
  }

  @Override
  protected ManifestEntry publishOne(CompletedFile file) throws DestinationException {
    return publisher.publish(file);
  }

  @Override
  protected void deletePartials(List<CompletedFile> over) {
    List<String> single = new ArrayList<>();
    for (CompletedFile completed : over) {
      FileMetadata file = completed.file();
      if (file.blocks() == 1) {
        single.add(keys.piece(file, new Piece(0, file.size(), completed.crc32c())));
      } else if (file.size() > 0) {
        partials.delete(file);
      }
    }
    bucket.delete(single);
  }

  @Override
  protected void deletePartials(long fileId) {
    partials.delete(fileId);
  }

  @Override
  protected void deletePartialsUnchangedSince(Instant limit) {
    notes.forgetDeletionsBefore(limit);
    partials.deleteUnchangedSince(limit);
  }

  @Override
  protected DestinationException trouble(String path, String attempt, Exception cause) {
    return Trouble.of(path, attempt, cause);
  }

  /** The files that were published, to be read again; good until this is closed. */
  public ExportedFiles published() {
    return new S3Files(bucket, keys, spec.url());
  }

  @Override
  public Manifests manifests() {
    return new StagedManifests(new ManifestShelf(bucket, keys, spec.url()));
  }

  @Override
  protected void closeStore() {
    parts.close();
    bucket.close();
  }
}

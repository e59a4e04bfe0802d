// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.filesystem;

import io.directio.DestinationException;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.Stored;
import io.directio.assemble.Batch;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Manifests;
import io.directio.assemble.SafePath;
import io.directio.assemble.objects.Content;
import io.directio.assemble.objects.ObjectDestination;
import io.directio.assemble.objects.Piece;
import io.directio.assemble.objects.StagedManifests;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Assembles files on one of Beam's file systems; {@linkplain io.directio.beam.filesystem the
 * package} tells how.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class FileSystemDestination extends ObjectDestination {

  private final FileSystemDestinationSpec spec;
  private final Tree tree;
  private final Partials partials;
  private final Publisher publisher;
  private final Batch cleaning;

  private FileSystemDestination(FileSystemDestinationSpec spec, Tree tree, Clock clock) {
    super(
        new Settings(spec.root(), spec::unit, spec.memory(), spec.requests(), spec.staleAfter()),
        clock);
    this.spec = spec;
    this.tree = tree;
    this.partials = new Partials(tree);
    this.publisher = new Publisher(spec, tree, partials);
    this.cleaning = new Batch("directio-clean", spec.requests());
  }

  /**
   * Opens a directory as a destination. Asks nothing yet.
   *
   * @throws DestinationException if no file system of Beam is known for the address
   */
  static FileSystemDestination open(FileSystemDestinationSpec spec) throws DestinationException {
    try {
      return new FileSystemDestination(spec, new Tree(spec.root()), Clock.systemUTC());
    } catch (RuntimeException e) {
      throw Trouble.of(spec.root(), "the destination could not be opened", e);
    }
  }

  @Override
  protected Optional<Stored> published(FileMetadata file) throws IOException {
    SafePath path = publisher.path(file);
    return publisher
        .find(path, file)
        .filter(mark -> mark.isOf(file))
        .map(mark -> Stored.whole(path.toString(), OptionalInt.of(mark.crc32c())));
  }

  @Override
  protected void put(FileMetadata file, Piece piece, Content content) throws IOException {
    partials.put(file, piece, content);
  }

  @Override
  protected List<Piece> pieces(FileMetadata file) throws IOException {
    return partials.pieces(file).stream().map(Partials.Stored::piece).toList();
  }

  @Override
  protected ManifestEntry publishOne(CompletedFile file) throws DestinationException {
    try {
      return publisher.publish(file);
    } catch (DestinationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw Trouble.of(file.file().file().path(), "could not be published", e);
    }
  }

  @Override
  protected void deletePartials(List<CompletedFile> over) throws IOException {
    AtomicReference<IOException> failure = new AtomicReference<>();
    try {
      cleaning.forEach(over, completed -> delete(completed, failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Deleting was interrupted");
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private void delete(CompletedFile completed, AtomicReference<IOException> failure) {
    try {
      partials.delete(completed.file());
    } catch (IOException e) {
      failure.set(e);
    } catch (RuntimeException e) {
      failure.set(new IOException(e));
    }
  }

  @Override
  protected void deletePartials(long fileId) throws IOException {
    partials.delete(fileId);
  }

  @Override
  protected void deletePartialsUnchangedSince(Instant limit) throws IOException {
    partials.deleteUnchangedSince(limit);
  }

  @Override
  protected DestinationException trouble(String path, String attempt, Exception cause) {
    return Trouble.of(path, attempt, cause);
  }

  @Override
  public Manifests manifests() {
    return new StagedManifests(new ManifestShelf(tree, spec.root()));
  }

  @Override
  protected void closeStore() {
    // Beam's file systems belong to the process.
    cleaning.close();
  }
}

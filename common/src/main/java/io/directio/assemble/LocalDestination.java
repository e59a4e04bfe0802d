// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileDeletion;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.Stored;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Assembles files in a directory.
 *
 * <p><b>While a file is partial</b> its bytes lie in {@code ROOT/.directio/partial}, in a file of
 * full size. {@link #flush()} synchronises what was written, many files at once, and then notes in
 * a journal which blocks are durable: {@link #stored} reads it after an interruption, so that only
 * the missing blocks are transferred again. A file of one block has no journal.
 *
 * <p><b>Publishing</b> checks the size, and the digest where the bytes weren't all written by one
 * run, marks the file (id, fingerprint, size, CRC-32C) in an extended attribute {@code
 * user.directio}, and renames it. The mark tells a later run that this version of the file is
 * there. A file that stands at the place and was published by us in another version is replaced;
 * one that was published for another file of the portal, or, unless the spec allows it, not by us
 * at all, is not ({@link ErrorCode#PATH_COLLISION}).
 *
 * <p><b>Durability.</b> After {@link #flush()} returned, what was written before it survives a loss
 * of power; after {@link #publish} or {@link #publishAll} returned, the file's name does as well:
 * as far as the file system and the disk keep the promise of {@code fsync}. When a synchronisation
 * fails the system may have dropped the bytes, so every later flush fails too, until the file is
 * {@linkplain #abandon abandoned} or written by a new instance.
 *
 * <p><b>Memory</b> is bounded by what was written since the last flush: about a hundred bytes for
 * each block, besides the open files.
 *
 * <p><b>Threading:</b> thread-safe. An interrupted thread stops with a {@link
 * DestinationException}; others that work on the same file are not disturbed.
 */
public final class LocalDestination implements Destination {

  /** An export that has written no row for so long may have ended. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  /** Enough for synchronisations to share journal commits; they wait, and cost no CPU. */
  private static final int SYNC_THREADS = 32;

  private final Layout layout;
  private final LocalDestinationSpec spec;
  private final Clock clock;

  private final DurableDirectories durable;
  private final OutputDirectories directories;
  private final OpenFiles openFiles;
  private final PartialFiles partials;
  private final PublishedFiles published;
  private final LocalNotes notes;
  private final Publisher publisher;
  private final Leftovers leftovers;
  private final Flusher flusher;
  private final Batch batch = new Batch("directio-sync", SYNC_THREADS);

  private LocalDestination(
      Layout layout, LocalDestinationSpec spec, FileStore store, MarkStore marks, Clock clock) {
    this.layout = layout;
    this.spec = spec;
    this.clock = clock;
    this.durable = new DurableDirectories(layout.root());
    this.directories = new OutputDirectories(layout.root(), durable, marks);
    this.openFiles = new OpenFiles(spec.maxOpenFiles());
    this.partials = new PartialFiles(layout, openFiles, durable, spec.checkSpace() ? store : null);
    this.published = new PublishedFiles(marks, spec.overwriteForeign(), spec.deletions());
    this.notes = new LocalNotes(layout, durable);
    this.publisher =
        new Publisher(
            layout,
            directories,
            durable,
            partials,
            marks,
            published,
            spec.paths(),
            spec.deletions() ? notes : null);
    this.leftovers = new Leftovers(layout);
    this.flusher = new Flusher(layout, partials, durable, batch);
  }

  /**
   * Opens a directory as a destination, and makes it if it isn't there.
   *
   * @throws DestinationException if it can't be made or written
   */
  public static LocalDestination open(LocalDestinationSpec spec) throws DestinationException {
    return open(spec, Clock.systemUTC(), true);
  }

  /**
   * Opens a directory to ask what is {@link #stored} there; it need not be there yet. Nothing is
   * made or changed, so nothing can be written through what this returns.
   *
   * @throws DestinationException if it can't be read
   */
  public static LocalDestination look(LocalDestinationSpec spec) throws DestinationException {
    try {
      return at(Path.of(spec.root()), spec, Clock.systemUTC(), true);
    } catch (IOException e) {
      throw FileTrouble.of(spec.root(), "the destination could not be read", e);
    }
  }

  static LocalDestination open(LocalDestinationSpec spec, Clock clock, boolean attributes)
      throws DestinationException {
    try {
      Path root = Path.of(spec.root());
      Files.createDirectories(root);
      LocalDestination destination = at(root, spec, clock, attributes);
      destination.partials.makeDirectories();
      return destination;
    } catch (IOException e) {
      throw FileTrouble.of(spec.root(), "the destination could not be opened", e);
    }
  }

  private static LocalDestination at(
      Path root, LocalDestinationSpec spec, Clock clock, boolean attributes) throws IOException {
    Path there = root.toAbsolutePath().normalize();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    // What is not there yet will be made below what is.
    Layout layout =
        new Layout(there.toRealPath().resolve(there.relativize(root.toAbsolutePath().normalize())));
    FileStore store = Files.getFileStore(there);
    MarkStore marks =
        attributes && AttributeMarks.areSupportedBy(store)
            ? new AttributeMarks()
            : new SidecarMarks(layout);
    return new LocalDestination(layout, spec, store, marks, clock);
  }

  /** The root of the destination, with its links resolved. */
  public Path root() {
    return layout.root();
  }

  @Override
  public Stored stored(FileMetadata file) throws DestinationException {
    try {
      SafePath path = SafePath.of(file.file().path(), spec.paths());
      Optional<Path> directory = directories.find(path);
      if (directory.isPresent()) {
        Path target = OutputDirectories.file(directory.get(), path);
        PublishedFiles.Occupant occupant = published.at(target, path, file);
        Optional<PublishedMark> mark = occupant.mark().filter(known -> known.isOf(file));
        if (mark.isPresent()) {
          publisher.isPublished(file, path);
          return Stored.whole(path.toString(), OptionalInt.of(mark.get().crc32c()));
        }
        published.checkReplaceable(occupant, path);
      }
      if (file.blocks() > 1 && partialHasSize(file)) {
        return Stored.partly(Journal.read(layout.journals(file), file));
      }
      // Better now than when the first block has come.
      partials.checkSpace(file);
      return Stored.nothing();
    } catch (IOException e) {
      throw FileTrouble.of(file.file().path(), "the destination could not be read", e);
    }
  }

  @Override
  public Receipt write(Block block) throws DestinationException {
    Receipt receipt = Receipt.written(block);
    try {
      partials.write(block);
    } catch (IOException e) {
      throw FileTrouble.of(
          block.file().file().path(),
          "block " + block.number() + " of file " + block.fileId() + " could not be written",
          e);
    }
    flusher.written(receipt);
    return receipt;
  }

  @Override
  public void flush() throws DestinationException {
    flusher.flush();
  }

  @Override
  public List<Publication> publishAll(Collection<CompletedFile> files) {
    List<CompletedFile> all = List.copyOf(files);
    Publication[] results = new Publication[all.size()];
    try {
      if (all.stream().anyMatch(file -> flusher.hasUnflushed(file.file()))) {
        flush();
      }
      batch.forEach(
          IntStream.range(0, results.length).boxed().toList(),
          i -> results[i] = publishOne(all.get(i)));
      durable.sync();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(all, interrupted());
    } catch (IOException e) {
      return failed(all, FileTrouble.of(spec.root(), "published names are not durable yet", e));
    }
    return Arrays.asList(results);
  }

  @Override
  public List<ManifestEntry> deleteAll(Collection<FileDeletion> deletions)
      throws DestinationException {
    if (!spec.deletions()) {
      return List.of();
    }
    try {
      List<ManifestEntry> rows = Mirror.deleteAll(deletions, batch, publisher::delete);
      durable.sync();
      return rows;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (IOException e) {
      throw FileTrouble.of(spec.root(), "deletions are not durable yet", e);
    }
  }

  @Override
  public void abandon(FileRef file) throws DestinationException {
    flusher.forget(file.fileId());
    try {
      openFiles.close(path -> Layout.isOf(path, file.fileId()));
      leftovers.delete(file.fileId());
    } catch (IOException e) {
      throw FileTrouble.of(file.path(), "what is partial of it could not be deleted", e);
    }
  }

  @Override
  public void cleanUp() throws DestinationException {
    try {
      manifests().finishAbandoned(clock.instant().minus(QUIET));
      notes.forgetDeletionsBefore(clock.instant().minus(spec.staleAfter()));
      leftovers.deleteUnchangedSince(clock.instant().minus(spec.staleAfter()));
    } catch (IOException e) {
      throw FileTrouble.of(spec.root(), "leftovers could not be deleted", e);
    }
  }

  @Override
  public Manifests manifests() {
    return new ManifestStore(layout.manifests());
  }

  @Override
  public void close() throws DestinationException {
    batch.close();
    try {
      openFiles.close();
    } catch (IOException e) {
      throw FileTrouble.of(spec.root(), "files could not be closed", e);
    }
  }

  private Publication publishOne(CompletedFile file) {
    try {
      return Publication.done(file, publisher.publish(file));
    } catch (DestinationException e) {
      return Publication.failed(file, e);
    }
  }

  private static List<Publication> failed(List<CompletedFile> files, DestinationException cause) {
    List<Publication> results = new ArrayList<>(files.size());
    files.forEach(file -> results.add(Publication.failed(file, cause)));
    return results;
  }

  private DestinationException interrupted() {
    return new DestinationException(
        ErrorCode.DESTINATION, Printable.of(spec.root()), "publishing was interrupted; run again");
  }

  private boolean partialHasSize(FileMetadata file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(
              layout.partial(file), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() && attributes.size() == file.size();
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileDeletion;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives completed files their names: checks, mark, rename.
 *
 * <p><b>Threading:</b> thread-safe. Two files that would get one name are kept apart by a lock in
 * this JVM. In two JVMs the second rename could win over the first if both came between the other's
 * check and rename, some microseconds; every file system call that would exclude it is beyond the
 * reach of Java, or not to be had on every file system.
 */
final class Publisher {

  private static final Lock[] NAMES = new Lock[256];

  /** So often a file is renamed, each time into a directory that was made just before. */
  private static final int RENAMES = 5;

  static {
    for (int i = 0; i < NAMES.length; i++) {
      NAMES[i] = new ReentrantLock();
    }
  }

  private final Layout layout;
  private final OutputDirectories directories;
  private final DurableDirectories durable;
  private final PartialFiles partials;
  private final MarkStore marks;
  private final PublishedFiles published;
  private final PathPolicy policy;
  private final Mirror mirror;

  /**
   * @param notes what is known of the portal's files; null if deletions are not followed
   */
  Publisher(
      Layout layout,
      OutputDirectories directories,
      DurableDirectories durable,
      PartialFiles partials,
      MarkStore marks,
      PublishedFiles published,
      PathPolicy policy,
      FileNotes notes) {
    this.layout = layout;
    this.directories = directories;
    this.durable = durable;
    this.partials = partials;
    this.marks = marks;
    this.published = published;
    this.policy = policy;
    this.mirror = notes == null ? null : new Mirror(notes, this::remove);
  }

  /** Publishes a file. Its name is durable once the directories have been synchronised. */
  ManifestEntry publish(CompletedFile completed) throws DestinationException {
    FileMetadata file = completed.file();
    try {
      partials.close(file);
      Optional<ManifestEntry> outdated =
          mirror == null ? Optional.empty() : mirror.outdated(completed);
      if (outdated.isPresent()) {
        partials.discard(file);
        return outdated.get();
      }
      SafePath path = SafePath.of(file.file().path(), policy);
      if (completed.verify() && !isThere(completed, path)) {
        verify(completed);
      }
      Lock name = lock(path);
      name.lock();
      try {
        place(completed, path);
      } finally {
        name.unlock();
      }
      isPublished(file, path);
      return ManifestEntry.ok(file, path.toString(), completed.crc32c());
    } catch (IOException e) {
      throw discardIfHopeless(file, e);
    }
  }

  /** Takes note of a file that is under its name: whatever it was called before goes. */
  void isPublished(FileMetadata file, SafePath path) throws IOException {
    if (mirror != null) {
      mirror.published(file.file(), path.toString());
    }
  }

  /** Removes a file that was deleted at the portal; gives its row if it was here. */
  Optional<ManifestEntry> delete(FileDeletion deletion) throws DestinationException {
    try {
      String path = deletion.file().path();
      return mirror.deleted(deletion, path.isEmpty() ? "" : SafePath.of(path, policy).toString());
    } catch (IOException e) {
      throw FileTrouble.of(deletion.file().path(), "could not be deleted", e);
    }
  }

  private Mirror.Remover.Outcome remove(
      String published, long fileId, Revision until, String renamed) throws IOException {
    SafePath path = SafePath.of(published, PathPolicy.SANITISE);
    Lock name = lock(path);
    name.lock();
    try {
      Optional<Path> directory = directories.find(path);
      if (directory.isEmpty()) {
        return Mirror.Remover.Outcome.ABSENT;
      }
      Path target = OutputDirectories.file(directory.get(), path);
      Mirror.Remover.Outcome outcome = this.published.removable(target, path, fileId, until);
      if (outcome == Mirror.Remover.Outcome.REMOVED && !isSameFile(target, renamed)) {
        Files.delete(target);
        marks.afterDeletion(path);
        durable.added(directory.get());
        directories.removeEmpty(path);
      }
      return outcome;
    } finally {
      name.unlock();
    }
  }

  private boolean isSameFile(Path target, String renamed) throws IOException {
    Path other = layout.root().resolve(renamed);
    return !renamed.isEmpty() && Files.exists(other) && Files.isSameFile(target, other);
  }

  private void place(CompletedFile completed, SafePath path) throws IOException {
    FileMetadata file = completed.file();
    Path directory = directories.make(path);
    Path target = OutputDirectories.file(directory, path);
    PublishedMark mark = PublishedMark.of(completed);
    PublishedFiles.Occupant occupant = published.at(target, path, file);
    if (occupant.mark().filter(known -> known.isOf(completed)).isPresent()) {
      partials.discard(file);
      durable.added(directory);
      return;
    }
    Path partial = layout.partial(file);
    if (wasRenamed(completed, partial, target)) {
      marks.afterRename(path, mark);
      durable.added(directory);
      return;
    }
    published.checkReplaceable(occupant, path);
    checkSize(partial, completed);
    setModificationTime(partial, file);
    marks.beforeRename(partial, mark);
    rename(partial, target, path);
    marks.afterRename(path, mark);
    durable.added(directory);
    if (file.blocks() > 1) {
      Journal.delete(layout.journals(file));
    }
  }

  private void rename(Path partial, Path target, SafePath path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (NoSuchFileException e) {
        if (attempt == RENAMES) {
          throw e;
        }
        // The directory vanished since it was looked at last, as an empty one can.
        directories.forget();
        directories.make(path);
      }
    }
  }

  /** A file looks as old as the portal's, if an event told how old that is. */
  private static void setModificationTime(Path partial, FileMetadata file) throws IOException {
    Instant time = file.file().details().fileTimestamp();
    if (time != null) {
      Files.setLastModifiedTime(partial, FileTime.from(time));
    }
  }

  /**
   * Whether a publisher was killed after it had given the file its name and before it could mark
   * it, as can happen where marks are files of their own. Its bytes tell.
   */
  private static boolean wasRenamed(CompletedFile completed, Path partial, Path target)
      throws IOException {
    return Files.notExists(partial, LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
        && Files.size(target) == completed.file().size()
        && StoredDigest.of(target) == completed.crc32c();
  }

  /** Whether the very same file was published before; what is partial of it is a replay then. */
  private boolean isThere(CompletedFile completed, SafePath path) throws IOException {
    Optional<Path> directory = directories.find(path);
    if (directory.isEmpty()) {
      return false;
    }
    Path target = OutputDirectories.file(directory.get(), path);
    return published
        .at(target, path, completed.file())
        .mark()
        .filter(known -> known.isOf(completed))
        .isPresent();
  }

  private void checkSize(Path partial, CompletedFile completed) throws IOException {
    FileMetadata file = completed.file();
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(partial, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw Files.isDirectory(layout.partials()) ? corrupt(file, "its stored bytes are gone") : e;
    }
    if (!attributes.isRegularFile() || attributes.size() != file.size()) {
      throw corrupt(
          file, "the stored file has " + attributes.size() + " bytes instead of " + file.size());
    }
  }

  private void verify(CompletedFile completed) throws IOException {
    FileMetadata file = completed.file();
    int found;
    try {
      found = StoredDigest.of(layout.partial(file));
    } catch (NoSuchFileException e) {
      return; // Published already, or gone: both are found out in a moment.
    }
    if (found != completed.crc32c()) {
      throw corrupt(
          file,
          String.format(
              "the stored bytes have the CRC-32C %08x instead of %08x", found, completed.crc32c()));
    }
  }

  /** What can never be published under its name, or isn't what it should be, is not kept. */
  private DestinationException discardIfHopeless(FileMetadata file, IOException cause) {
    DestinationException failure =
        FileTrouble.of(file.file().path(), "could not be published", cause);
    if (failure.code().concernsOneFile()) {
      try {
        partials.discard(file);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  private static DestinationException corrupt(FileMetadata file, String message) {
    return new DestinationException(
        ErrorCode.DESTINATION_CORRUPT,
        Printable.of(file.file().path()),
        message + "; it was not published and has to be transferred again");
  }

  private Lock lock(SafePath path) {
    String folded =
        Normalizer.normalize(path.toString(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return NAMES[Math.floorMod(31 * layout.root().hashCode() + folded.hashCode(), NAMES.length)];
  }
}

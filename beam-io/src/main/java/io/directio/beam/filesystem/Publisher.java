// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.filesystem;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Printable;
import io.directio.assemble.PublishedMark;
import io.directio.assemble.SafePath;
import io.directio.assemble.objects.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Gives completed files their names.
 *
 * <p><b>Threading:</b> thread-safe. Two files that would get one name are kept apart by a lock in
 * this JVM.
 */
final class Publisher {

  private static final int BUFFER = 1 << 16;

  /** Leaves room for the root in the names of the common object stores. */
  private static final int LONGEST_NAME = 1024;

  private static final String IN_THE_WAY =
      "a directory has that name, or a file has the name of its directory. Rename one of them";

  private static final Lock[] NAMES = new Lock[1024];

  static {
    for (int i = 0; i < NAMES.length; i++) {
      NAMES[i] = new ReentrantLock();
    }
  }

  private final FileSystemDestinationSpec spec;
  private final Tree tree;
  private final Marks marks;
  private final Partials partials;
  private final Composer composer;

  Publisher(FileSystemDestinationSpec spec, Tree tree, Partials partials) {
    this.spec = spec;
    this.tree = tree;
    this.marks = new Marks(tree);
    this.partials = partials;
    this.composer = new Composer(tree, partials);
  }

  /** The name of a file, made safe. */
  SafePath path(FileMetadata file) throws DestinationException {
    int room = Math.max(SafePath.MAX_COMPONENT * 2, LONGEST_NAME - spec.root().length());
    return SafePath.of(file.file().path(), spec.paths(), room);
  }

  private ResourceId target(SafePath path) throws DestinationException {
    try {
      return tree.file(path.components());
    } catch (RuntimeException e) {
      throw new DestinationException(
          ErrorCode.UNSAFE_PATH,
          Printable.of(path.toString()),
          "Beam's file system can't take the name; choose a destination that can",
          e);
    }
  }

  /**
   * What stands under the name of a file, if anything does: what we have published, or {@link
   * Marks#UNKNOWN} for something that may be replaced.
   *
   * @throws DestinationException with {@link ErrorCode#PATH_COLLISION} if it is another file of the
   *     portal, or isn't ours and may not be replaced
   */
  Optional<PublishedMark> find(SafePath path, FileMetadata file) throws IOException {
    ResourceId target = target(path);
    OptionalLong size = tree.size(target);
    if (size.isEmpty()) {
      return Optional.empty();
    }
    Optional<Marks.Mark> mark = marks.read(path);
    if (mark.isEmpty() && !spec.overwriteForeign()) {
      throw collision(
          path,
          "a file that Direct IO did not publish has that name. Move it away, or allow that it is"
              + " overwritten (withOverwriteForeign)");
    }
    Optional<PublishedMark> published =
        mark.isPresent() ? standing(mark.get(), target, size.getAsLong()) : Optional.empty();
    if (published.isPresent() && published.get().fileId() != file.file().fileId()) {
      throw collision(
          path,
          "file "
              + published.get().fileId()
              + " of the portal is stored under that name already, and file "
              + file.file().fileId()
              + " has the same one. Rename one of them, or, if the other was deleted at the portal,"
              + " delete its copy here");
    }
    return published.or(() -> Optional.of(Marks.UNKNOWN));
  }

  /** Which of the files that a mark tells of it is: after a death in between it can be either. */
  private Optional<PublishedMark> standing(Marks.Mark mark, ResourceId target, long size)
      throws IOException {
    Optional<PublishedMark> published =
        Optional.of(mark.published()).filter(known -> known.size() == size);
    if (mark.before().isEmpty()) {
      return published;
    }
    if (published.isPresent() && digest(target) == published.get().crc32c()) {
      return published;
    }
    return mark.before().filter(known -> known.size() == size);
  }

  private int digest(ResourceId file) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = tree.open(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        crc.update(buffer, 0, n);
      }
    }
    return (int) crc.getValue();
  }

  private static DestinationException collision(SafePath path, String message) {
    return new DestinationException(
        ErrorCode.PATH_COLLISION, Printable.of(path.toString()), message);
  }

  /** Publishes a file. What is partial of it is left to be deleted. */
  ManifestEntry publish(CompletedFile completed) throws IOException {
    FileMetadata file = completed.file();
    SafePath path = path(file);
    Lock name = NAMES[Math.floorMod(path.hashCode(), NAMES.length)];
    name.lock();
    try {
      Optional<PublishedMark> there = find(path, file);
      if (!there.equals(Optional.of(PublishedMark.of(completed)))) {
        publish(completed, path, there);
      }
    } finally {
      name.unlock();
    }
    return ManifestEntry.ok(file, path.toString(), completed.crc32c());
  }

  private void publish(CompletedFile completed, SafePath path, Optional<PublishedMark> before)
      throws IOException {
    try {
      rename(completed, path, before);
    } catch (IOException | RuntimeException e) {
      // Another publisher may have been faster, and have taken the pieces away.
      if (find(path, completed.file()).equals(Optional.of(PublishedMark.of(completed)))) {
        return;
      }
      if (Trouble.isDirectoryInTheWay(e)) {
        throw collision(path, IN_THE_WAY);
      }
      throw e;
    }
  }

  private void rename(CompletedFile completed, SafePath path, Optional<PublishedMark> before)
      throws IOException {
    PublishedMark mark = PublishedMark.of(completed);
    ResourceId target = target(path);
    ResourceId source = source(completed);
    marks.write(path, new Marks.Mark(mark, before));
    tree.rename(source, target);
    if (before.isPresent()) {
      marks.write(path, new Marks.Mark(mark, Optional.empty()));
    }
  }

  /** The whole file, under another name. */
  private ResourceId source(CompletedFile completed) throws IOException {
    FileMetadata file = completed.file();
    Piece whole = new Piece(0, file.size(), completed.crc32c());
    if (file.size() > 0) {
      for (Partials.Stored stored : partials.pieces(file)) {
        boolean good = !completed.verify() || digest(stored.file()) == whole.crc32c();
        if (stored.piece().equals(whole) && good) {
          return stored.file();
        }
      }
    }
    return composer.compose(completed);
  }
}

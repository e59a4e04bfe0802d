// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** What stands under the names that files are published under. */
final class PublishedFiles {

  /**
   * What stands where a file is to be published.
   *
   * @param mark the mark of an earlier version of the file; none if nothing stands there, or what
   *     stands there isn't as we published it
   * @param foreign whether something stands there that we did not publish
   */
  record Occupant(Optional<PublishedMark> mark, boolean foreign) {

    private static final Occupant NONE = new Occupant(Optional.empty(), false);
    private static final Occupant FOREIGN = new Occupant(Optional.empty(), true);
  }

  private final MarkStore marks;
  private final boolean overwriteForeign;
  private final boolean deletions;

  /**
   * @param deletions whether deletions and renamings are followed, so that a file can have the name
   *     of another one of which we haven't heard yet that it is gone
   */
  PublishedFiles(MarkStore marks, boolean overwriteForeign, boolean deletions) {
    this.marks = marks;
    this.overwriteForeign = overwriteForeign;
    this.deletions = deletions;
  }

  /**
   * Looks at a place.
   *
   * @throws DestinationException with {@link ErrorCode#PATH_COLLISION} if the place is taken by a
   *     directory or by another file of the portal. It may have been written in another letter case
   *     or Unicode form, if the file system doesn't tell those apart.
   */
  Occupant at(Path target, SafePath path, FileMetadata file) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Occupant.NONE;
    }
    if (attributes.isDirectory()) {
      throw collision(path, "a directory has that name already");
    }
    if (!attributes.isRegularFile()) {
      return Occupant.FOREIGN;
    }
    Optional<PublishedMark> mark = marks.read(target, path);
    if (mark.isEmpty()) {
      return Occupant.FOREIGN;
    }
    if (mark.get().fileId() != file.file().fileId()) {
      if (deletions && hasComeAfter(mark.get(), file) && isSpelledLike(target, path)) {
        return Occupant.NONE;
      }
      throw collision(
          path,
          "file "
              + mark.get().fileId()
              + " of the portal is stored under that name already, and file "
              + file.file().fileId()
              + " has the same one. Rename one of them, or, if the other was deleted at the portal,"
              + " delete its copy here");
    }
    return new Occupant(mark.filter(known -> known.size() == attributes.size()), false);
  }

  /** The portal has one file under a name: the one that came later. */
  private static boolean hasComeAfter(PublishedMark mark, FileMetadata file) {
    return Revision.of(file.file()).isAfterThatOfAnotherFile(mark.revision());
  }

  /** Whether a name is taken by just this name, and not by another that counts as the same. */
  private static boolean isSpelledLike(Path target, SafePath path) throws IOException {
    return target
        .toRealPath(LinkOption.NOFOLLOW_LINKS)
        .endsWith(target.getFileSystem().getPath(path.toString()));
  }

  /**
   * Whether a file may be removed, see {@link Mirror.Remover}.
   *
   * @param target where it should be
   */
  Mirror.Remover.Outcome removable(Path target, SafePath path, long fileId, Revision until)
      throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Mirror.Remover.Outcome.ABSENT;
    }
    Optional<PublishedMark> mark =
        attributes.isRegularFile() ? marks.read(target, path) : Optional.empty();
    if (mark.isEmpty() || mark.get().fileId() != fileId || mark.get().size() != attributes.size()) {
      return Mirror.Remover.Outcome.ABSENT;
    }
    return mark.get().revision().isAfter(until)
        ? Mirror.Remover.Outcome.NEWER
        : Mirror.Remover.Outcome.REMOVED;
  }

  /**
   * Makes sure that a file may be published where something stands.
   *
   * @throws DestinationException with {@link ErrorCode#PATH_COLLISION} if that is not ours
   */
  void checkReplaceable(Occupant occupant, SafePath path) throws DestinationException {
    if (occupant.foreign() && !overwriteForeign) {
      throw collision(
          path,
          "something that Direct IO did not publish has that name. Move it away, or allow that it"
              + " is overwritten (--overwrite, or withOverwriteForeign in code)");
    }
  }

  private static DestinationException collision(SafePath path, String message) {
    return new DestinationException(
        ErrorCode.PATH_COLLISION, Printable.of(path.toString()), message);
  }
}

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

  PublishedFiles(MarkStore marks, boolean overwriteForeign) {
    this.marks = marks;
    this.overwriteForeign = overwriteForeign;
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

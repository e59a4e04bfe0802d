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

  private final MarkStore marks;

  PublishedFiles(MarkStore marks) {
    this.marks = marks;
  }

  /**
   * The mark of the file that stands where another is to be published; none if nothing stands
   * there, or a file that wasn't published by us: both give way.
   *
   * @throws DestinationException with {@link ErrorCode#PATH_COLLISION} if the place is taken by a
   *     directory or by another file of the portal. It may have been written in another letter case
   *     or Unicode form, if the file system doesn't tell those apart.
   */
  Optional<PublishedMark> at(Path target, SafePath path, FileMetadata file) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (attributes.isDirectory()) {
      throw collision(path, "a directory has that name already");
    }
    if (!attributes.isRegularFile()) {
      return Optional.empty();
    }
    Optional<PublishedMark> mark = marks.read(target, path);
    if (mark.isPresent() && mark.get().fileId() != file.file().fileId()) {
      throw collision(
          path,
          "file "
              + mark.get().fileId()
              + " of the portal is stored under that name already, and file "
              + file.file().fileId()
              + " has the same one. Rename one of them, or, if the other was deleted at the portal,"
              + " delete its copy here");
    }
    return mark.filter(known -> known.size() == attributes.size());
  }

  private static DestinationException collision(SafePath path, String message) {
    return new DestinationException(
        ErrorCode.PATH_COLLISION, Printable.of(path.toString()), message);
  }
}

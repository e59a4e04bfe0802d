// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Deletes partial files and their journals: those of one file, or those that nobody works on. */
final class Leftovers {

  private final Layout layout;

  Leftovers(Layout layout) {
    this.layout = layout;
  }

  /** Deletes what is partial of a file, in all versions. */
  void delete(long fileId) throws IOException {
    delete(fileId + "-*{" + Layout.PARTIAL + "," + Layout.JOURNAL + "}", Instant.MAX);
  }

  /** Deletes what has not changed since then, and the directories if that leaves them empty. */
  void deleteUnchangedSince(Instant limit) throws IOException {
    delete("*{" + Layout.PARTIAL + "," + Layout.JOURNAL + "}", limit);
    for (Path directory : new Path[] {layout.partials(), layout.work()}) {
      try {
        Files.deleteIfExists(directory);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }

  private void delete(String pattern, Instant limit) throws IOException {
    try (DirectoryStream<Path> names = Files.newDirectoryStream(layout.partials(), pattern)) {
      for (Path path : names) {
        String name = path.getFileName().toString();
        String stem = name.substring(0, name.lastIndexOf('.'));
        Path partial = path.resolveSibling(stem + Layout.PARTIAL);
        Path journals = path.resolveSibling(stem + Layout.JOURNAL);
        if (lastChange(partial).isBefore(limit) && lastChange(journals).isBefore(limit)) {
          Journal.delete(journals);
          Files.deleteIfExists(partial);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Nothing was ever partial here.
    }
  }

  /** When a file, or any file in a directory, changed last; the beginning of time if never. */
  private static Instant lastChange(Path path) throws IOException {
    Instant last = Instant.MIN;
    try {
      last = lastTouch(path);
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
          for (Path child : children) {
            Instant change = Files.getLastModifiedTime(child).toInstant();
            last = change.isAfter(last) ? change : last;
          }
        }
      }
    } catch (NoSuchFileException e) {
      // Published or deleted by somebody else meanwhile.
    }
    return last;
  }

  /** The modification time may be the one of the portal's file already, which can be old. */
  private static Instant lastTouch(Path path) throws IOException {
    Instant modified = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return modified;
    }
    FileTime status = (FileTime) Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    return status.toInstant().isAfter(modified) ? status.toInstant() : modified;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** The files in a directory. */
final class LocalFiles implements ExportedFiles {

  private record File(Path path, long size) implements Found {
    @Override
    public int crc32c() throws IOException {
      return StoredDigest.of(path);
    }
  }

  private final Path root;

  LocalFiles(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public Optional<Found> find(String path) throws IOException {
    try {
      Path file = inside(path);
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new IOException("it is no regular file");
      }
      return Optional.of(new File(file, attributes.size()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (InvalidPathException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The place of a file, which must lie below the root whatever links there are on the way. */
  private Path inside(String path) throws IOException {
    Path file = root.resolve(path).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw new IOException("its path leads out of the directory");
    }
    if (!file.getParent().toRealPath().startsWith(root.toRealPath())) {
      throw new IOException("a symbolic link on its path leads out of the directory");
    }
    return file;
  }
}

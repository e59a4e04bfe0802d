// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.Optional;

/**
 * Marks in an extended attribute of the file itself ({@code user.directio} on Linux): set before
 * the rename, so that file and mark become visible together.
 */
final class AttributeMarks implements MarkStore {

  private static final String NAME = "directio";

  /** A directory only says that we made it. */
  private static final byte[] DIRECTORY = {1};

  /** Whether a file system has extended attributes. */
  static boolean areSupportedBy(FileStore store) {
    return store.supportsFileAttributeView(UserDefinedFileAttributeView.class);
  }

  @Override
  public Optional<PublishedMark> read(Path published, SafePath relative) throws IOException {
    UserDefinedFileAttributeView attributes = attributes(published);
    if (!attributes.list().contains(NAME)) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(PublishedMark.BYTES);
    try {
      int length = attributes.read(NAME, bytes);
      return PublishedMark.parse(Arrays.copyOf(bytes.array(), length));
    } catch (FileSystemException e) {
      // Longer than any mark that this release writes; a file that can't be read at all has failed
      // in list() already.
      return Optional.empty();
    }
  }

  @Override
  public void beforeRename(Path partial, PublishedMark mark) throws IOException {
    attributes(partial).write(NAME, ByteBuffer.wrap(mark.toBytes()));
  }

  @Override
  public void afterRename(SafePath relative, PublishedMark mark) {
    // The mark came with the file.
  }

  @Override
  public void afterDeletion(SafePath relative) {
    // The mark went with the file.
  }

  @Override
  public void markDirectory(Path directory, String relative) throws IOException {
    attributes(directory).write(NAME, ByteBuffer.wrap(DIRECTORY));
  }

  @Override
  public boolean isMarkedDirectory(Path directory, String relative) throws IOException {
    return attributes(directory).list().contains(NAME);
  }

  @Override
  public void afterDirectoryDeletion(String relative) {
    // The mark went with it.
  }

  private static UserDefinedFileAttributeView attributes(Path file) {
    return Files.getFileAttributeView(
        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Marks in small files of their own, for file systems without extended attributes. A mark is
 * written after the rename: one that is lost in between leaves a file that counts as a stranger's,
 * whereas one that came too early would vouch for bytes that never arrived.
 */
final class SidecarMarks implements MarkStore {

  /** A directory only says that we made it. */
  private static final byte[] DIRECTORY = {1};

  private final Layout layout;

  SidecarMarks(Layout layout) {
    this.layout = layout;
  }

  @Override
  public Optional<PublishedMark> read(Path published, SafePath relative) throws IOException {
    try {
      return PublishedMark.parse(Files.readAllBytes(place(relative.toString())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void beforeRename(Path partial, PublishedMark mark) {
    // Comes after it.
  }

  @Override
  public void afterRename(SafePath relative, PublishedMark mark) throws IOException {
    write(relative.toString(), mark.toBytes());
  }

  @Override
  public void afterDeletion(SafePath relative) throws IOException {
    Files.deleteIfExists(place(relative.toString()));
  }

  @Override
  public void markDirectory(Path directory, String relative) throws IOException {
    write(relative + "/", DIRECTORY);
  }

  @Override
  public boolean isMarkedDirectory(Path directory, String relative) {
    return Files.exists(place(relative + "/"));
  }

  @Override
  public void afterDirectoryDeletion(String relative) throws IOException {
    Files.deleteIfExists(place(relative + "/"));
  }

  private void write(String name, byte[] mark) throws IOException {
    Path place = place(name);
    Files.createDirectories(place.getParent());
    Path draft = place.resolveSibling(place.getFileName() + "." + UUID.randomUUID());
    Files.write(draft, mark);
    Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path place(String name) {
    return Layout.hashed(layout.marks(), name);
  }
}

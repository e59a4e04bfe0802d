// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Notes in small files: those about files that were deleted by themselves, so that they can be
 * forgotten after a while without a look at the others.
 */
final class LocalNotes implements FileNotes {

  private final Layout layout;
  private final DurableDirectories durable;

  LocalNotes(Layout layout, DurableDirectories durable) {
    this.layout = layout;
    this.durable = durable;
  }

  @Override
  public Optional<FileNote> find(String guid) throws IOException {
    Optional<FileNote> there = read(Layout.hashed(layout.files(), guid));
    return there.isPresent() ? there : read(Layout.hashed(layout.deleted(), guid));
  }

  private static Optional<FileNote> read(Path place) throws IOException {
    try {
      return Optional.of(FileNote.parse(Files.readAllBytes(place)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void put(FileNote note) throws IOException {
    Path there = Layout.hashed(layout.files(), note.guid());
    Path gone = Layout.hashed(layout.deleted(), note.guid());
    write(note.deleted() ? gone : there, note.toBytes());
    Files.deleteIfExists(note.deleted() ? there : gone);
  }

  private void write(Path place, byte[] bytes) throws IOException {
    Path directory = place.getParent();
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      durable.added(layout.work());
      durable.added(directory.getParent());
    }
    Path draft = place.resolveSibling(place.getFileName() + "." + UUID.randomUUID());
    try (FileChannel channel =
        FileChannel.open(draft, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(false);
    }
    Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    durable.added(directory);
  }

  /** Forgets the files that were deleted before some time. */
  void forgetDeletionsBefore(Instant limit) throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(layout.deleted())) {
      for (Path directory : directories) {
        try (DirectoryStream<Path> notes = Files.newDirectoryStream(directory)) {
          for (Path note : notes) {
            if (Files.getLastModifiedTime(note).toInstant().isBefore(limit)) {
              Files.deleteIfExists(note);
            }
          }
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Nothing was ever deleted here, or somebody else is faster.
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The bytes of files that are being assembled: each file has its full size from the beginning, and
 * every block is written to its place.
 *
 * <p><b>Threading:</b> thread-safe; blocks of one file may be written by many threads at once.
 */
final class PartialFiles {

  /** The JDK copies what is written into a direct buffer of that size, one for each thread. */
  private static final int PIECE = 1 << 20;

  private static final Set<OpenOption> EXISTING =
      Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> ANY =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

  private final Layout layout;
  private final OpenFiles open;
  private final DurableDirectories durable;
  private final FileStore spaceToCheck;

  /**
   * @param spaceToCheck the file system whose free space is looked at before a file is begun; null
   *     to begin it anyway
   */
  PartialFiles(Layout layout, OpenFiles open, DurableDirectories durable, FileStore spaceToCheck) {
    this.layout = layout;
    this.open = open;
    this.durable = durable;
    this.spaceToCheck = spaceToCheck;
  }

  /** Writes a block to its place. */
  void write(Block block) throws IOException {
    FileMetadata file = block.file();
    Path path = layout.partial(file);
    open.use(
        path,
        () -> isWhole(block) ? openOrMake(path) : openAtFullSize(file, path),
        channel -> writeAt(channel, block));
  }

  /**
   * Makes durable what was written to a file.
   *
   * @return false if the file isn't there any more
   */
  boolean sync(FileMetadata file) throws IOException {
    Path path = layout.partial(file);
    try {
      open.use(path, () -> FileChannel.open(path, EXISTING), channel -> channel.force(false));
      return true;
    } catch (NoSuchFileException e) {
      if (!Files.isDirectory(layout.partials())) {
        throw e;
      }
      // Abandoned meanwhile. Whoever tries to publish it finds that it is gone.
      return false;
    } finally {
      // A file that is open while somebody else deletes it and begins anew would take blocks that
      // nobody sees: so none stays open beyond the flush that lets its receipts go.
      open.close(path);
    }
  }

  /** Lets go of a file that is about to be published or deleted. */
  void close(FileMetadata file) throws IOException {
    open.close(layout.partial(file));
  }

  /** Deletes what is there of a file. */
  void discard(FileMetadata file) throws IOException {
    Path path = layout.partial(file);
    open.close(path);
    Journal.delete(layout.journals(file));
    Files.deleteIfExists(path);
  }

  /** Makes the directories that partial files lie in, unless they are there. */
  void makeDirectories() throws IOException {
    DurableDirectories.make(layout.work());
    durable.added(layout.root());
    DurableDirectories.make(layout.partials());
    durable.added(layout.work());
  }

  /** Whether a block is all of its file, so that nothing can be missing once it is there. */
  static boolean isWhole(Block block) {
    return block.length() == block.file().size();
  }

  private FileChannel openOrMake(Path path) throws IOException {
    try {
      return FileChannel.open(path, ANY);
    } catch (NoSuchFileException e) {
      makeDirectories();
      return FileChannel.open(path, ANY);
    } finally {
      durable.added(layout.partials());
    }
  }

  private FileChannel openAtFullSize(FileMetadata file, Path path) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(path, EXISTING);
    } catch (NoSuchFileException e) {
      checkSpace(file);
      // A journal without its file would vouch for bytes that are gone.
      Journal.delete(layout.journals(file));
      channel = openOrMake(path);
    }
    try {
      if (channel.size() < file.size()) {
        grow(path, file.size());
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Unlike a write at the end, this can't go over what another writer has just put there. */
  private static void grow(Path path, long size) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      if (file.length() < size) {
        file.setLength(size);
      }
    }
  }

  /**
   * Refuses a file that can't fit.
   *
   * @throws DestinationException with {@link ErrorCode#NO_SPACE} if it is larger than what is free
   */
  void checkSpace(FileMetadata file) throws IOException {
    if (spaceToCheck == null) {
      return;
    }
    long usable = spaceToCheck.getUsableSpace();
    // A file system that doesn't know says 0; one that is full says so when it is written to.
    if (usable > 0 && usable < file.size()) {
      throw new DestinationException(
          ErrorCode.NO_SPACE,
          Printable.of(file.file().path()),
          "the file has "
              + file.size()
              + " bytes, but the destination has room for "
              + usable
              + ". Free some space there and run again");
    }
  }

  private static void writeAt(FileChannel channel, Block block) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(block.array(), 0, block.length());
    int written = 0;
    while (written < block.length()) {
      bytes.limit(Math.min(block.length(), written + PIECE)).position(written);
      written += channel.write(bytes, block.offset() + written);
    }
  }
}

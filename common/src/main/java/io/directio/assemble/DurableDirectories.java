// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Remembers in which directories names were added, and makes those names durable together: one
 * synchronisation for each directory and batch, however many names were added.
 *
 * <p><b>Threading:</b> thread-safe. {@link #sync()} returns only when every name that was added
 * before the call is durable, even if another thread is the one who does it.
 */
final class DurableDirectories {

  private final Path root;
  private final Object syncing = new Object();
  private final Set<Path> changed = new HashSet<>();

  DurableDirectories(Path root) {
    this.root = root;
  }

  /** Notes that a name was added to a directory. */
  void added(Path directory) {
    synchronized (changed) {
      changed.add(directory);
    }
  }

  /** Makes durable what was added. */
  void sync() throws IOException {
    synchronized (syncing) {
      Set<Path> now;
      synchronized (changed) {
        now = Set.copyOf(changed);
      }
      for (Path directory : now) {
        synchronized (changed) {
          changed.remove(directory);
        }
        try {
          forceIfThere(directory);
        } catch (IOException e) {
          added(directory);
          throw e;
        }
      }
    }
  }

  /** Makes one directory in one that exists, unless it is there. Never a whole chain of them. */
  static void make(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  /** Makes durable the names in one directory. */
  static void force(Path directory) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(directory, StandardOpenOption.READ);
    } catch (AccessDeniedException e) {
      if (directory.getFileSystem().getSeparator().equals("\\")) {
        return; // Windows has no way to do it, and needs none.
      }
      throw e;
    }
    try (channel) {
      channel.force(true);
    }
  }

  private void forceIfThere(Path directory) throws IOException {
    try {
      force(directory);
    } catch (NoSuchFileException e) {
      if (!Files.isDirectory(root)) {
        throw e;
      }
      // It was deleted, with the names in it.
    }
  }
}

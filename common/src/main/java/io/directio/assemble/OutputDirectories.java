// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The directories that published files lie in: made when they are needed, and never one behind a
 * symbolic link, which could lead out of the root.
 *
 * <p>A directory that was found to be one is believed to stay one for as long as it is remembered.
 * So this keeps out links that are there; it can't keep out somebody who may write to the
 * destination himself and swaps a directory for a link at the right moment.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class OutputDirectories {

  private static final int REMEMBERED = 10_000;

  private final Path root;
  private final DurableDirectories durable;
  private final MarkStore marks;
  private final Set<Path> known =
      Collections.synchronizedSet(Collections.newSetFromMap(new Recent<>(REMEMBERED)));

  OutputDirectories(Path root, DurableDirectories durable, MarkStore marks) {
    this.root = root;
    this.durable = durable;
    this.marks = marks;
  }

  /** The directory of a path, made if it isn't there. */
  Path make(SafePath path) throws IOException {
    return walk(path, true).orElseThrow();
  }

  /** The directory of a path, if it is there. */
  Optional<Path> find(SafePath path) throws IOException {
    return walk(path, false);
  }

  /** Where a path leads, given its directory. */
  static Path file(Path directory, SafePath path) throws DestinationException {
    try {
      return directory.resolve(path.name());
    } catch (InvalidPathException e) {
      throw FileTrouble.unwritable(path.toString(), e);
    }
  }

  /** Removes the directories of a path that are empty, from below, as far as we made them. */
  void removeEmpty(SafePath path) throws IOException {
    for (int depth = path.directories().size(); depth > 0; depth--) {
      List<String> names = path.directories().subList(0, depth);
      String relative = String.join("/", names);
      Path directory = resolve(names, path);
      try {
        if (!marks.isMarkedDirectory(directory, relative)) {
          return;
        }
        known.remove(directory);
        Files.delete(directory);
        marks.afterDirectoryDeletion(relative);
        durable.added(directory.getParent());
      } catch (DirectoryNotEmptyException e) {
        return;
      } catch (NoSuchFileException e) {
        // Somebody else was faster.
      }
    }
  }

  /** Looks again at every directory, since one of them turned out to have vanished. */
  void forget() {
    known.clear();
  }

  private Optional<Path> walk(SafePath path, boolean make) throws IOException {
    List<String> names = path.directories();
    Path directory = resolve(names, path);
    if (names.isEmpty() || known.contains(directory)) {
      return Optional.of(directory);
    }
    Path at = root;
    for (String name : names) {
      Path parent = at;
      at = at.resolve(name);
      if (known.contains(at)) {
        continue;
      }
      if (!isDirectory(at, path)) {
        if (!make) {
          return Optional.empty();
        }
        makeOne(at, path);
        durable.added(parent);
      }
      known.add(at);
    }
    return Optional.of(directory);
  }

  private Path resolve(List<String> names, SafePath path) throws DestinationException {
    try {
      Path directory = root;
      for (String name : names) {
        directory = directory.resolve(name);
      }
      return directory;
    } catch (InvalidPathException e) {
      throw FileTrouble.unwritable(path.toString(), e);
    }
  }

  private void makeOne(Path directory, SafePath path) throws IOException {
    try {
      Files.createDirectory(directory);
      marks.markDirectory(directory, slashed(root.relativize(directory)));
    } catch (FileAlreadyExistsException e) {
      if (!isDirectory(directory, path)) {
        throw e;
      }
    }
  }

  private static String slashed(Path relative) {
    StringBuilder text = new StringBuilder();
    relative.forEach(name -> text.append(text.isEmpty() ? "" : "/").append(name));
    return text.toString();
  }

  private boolean isDirectory(Path directory, SafePath path) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return false;
    }
    if (attributes.isDirectory()) {
      return true;
    }
    String name = Printable.of(root.relativize(directory).toString());
    if (attributes.isSymbolicLink()) {
      throw new DestinationException(
          ErrorCode.UNSAFE_PATH,
          Printable.of(path.toString()),
          "'"
              + name
              + "' is a symbolic link, and links inside the destination are not followed. Replace"
              + " it by a directory");
    }
    throw new DestinationException(
        ErrorCode.PATH_COLLISION,
        Printable.of(path.toString()),
        "'" + name + "' would have to be a directory, but another file has that name");
  }

  /** Keeps what was used last. */
  private static final class Recent<K> extends LinkedHashMap<K, Boolean> {
    private static final long serialVersionUID = 1L;
    private final int limit;

    Recent(int limit) {
      super(16, 0.75f, true);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, Boolean> eldest) {
      return size() > limit;
    }
  }
}

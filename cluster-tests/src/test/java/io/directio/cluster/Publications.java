// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import io.directio.emulator.EmulatedFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Watches what becomes visible in a directory. A file has to be whole when it is seen first, and
 * must never be replaced, changed or taken away after that.
 *
 * <p><b>Threading.</b> Looks every few milliseconds in a thread of its own; thread-safe.
 */
final class Publications implements AutoCloseable {

  private static final int PERIOD_MILLIS = 20;

  private record Seen(Object inode, FileTime modified, long size) {}

  private final Path directory;
  private final Predicate<String> scratch;
  private final Map<String, Long> sizes = new HashMap<>();
  private final Map<String, Seen> seen = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  private Publications(Path directory, List<EmulatedFile> expected, Predicate<String> scratch) {
    this.directory = directory;
    this.scratch = scratch;
    expected.forEach(file -> sizes.put(Long.toString(file.id()), file.size()));
  }

  /** Begins to watch. */
  static Publications watch(Path directory, List<EmulatedFile> expected) {
    return watch(directory, expected, name -> false);
  }

  /**
   * Begins to watch.
   *
   * @param scratch the names of files that are no objects of the store that keeps them here
   */
  static Publications watch(
      Path directory, List<EmulatedFile> expected, Predicate<String> scratch) {
    Publications publications = new Publications(directory, expected, scratch);
    publications.timer.scheduleWithFixedDelay(
        publications::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return publications;
  }

  /** Number of files that have been seen. */
  synchronized int count() {
    return seen.size();
  }

  /** What should never have been seen, after a last look. */
  synchronized List<String> violations() {
    look();
    return List.copyOf(violations);
  }

  private synchronized void look() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    Map<String, Seen> gone = new HashMap<>(seen);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (scratch.test(name)) {
          continue;
        }
        BasicFileAttributes attributes =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile()) {
          gone.remove(name);
          look(
              name,
              new Seen(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size()));
        }
      }
      gone.keySet().forEach(name -> violations.add(name + " has vanished"));
    } catch (NoSuchFileException e) {
      violations.add(e.getFile() + " has vanished");
    } catch (IOException e) {
      violations.add("the directory could not be read: " + e);
    }
  }

  private void look(String name, Seen now) {
    Seen before = seen.put(name, now);
    if (before != null && !before.equals(now)) {
      violations.add(name + " was published again: " + before + ", then " + now);
    }
    if (before == null && !Long.valueOf(now.size()).equals(sizes.get(name))) {
      violations.add(name + " became visible with " + now.size() + " bytes");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

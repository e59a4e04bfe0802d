// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Watches what becomes visible where files may be replaced and taken away, too. A file has to be
 * whole whenever it is seen, and each of its versions must be published once, and never come back
 * after another. Versions are told by their sizes, which have to differ.
 *
 * <p><b>Threading.</b> Looks every few milliseconds in a thread of its own; thread-safe.
 */
final class MirrorWatch implements AutoCloseable {

  private static final int PERIOD_MILLIS = 20;

  private record Version(String path, long size) {}

  private final Output output;
  private final Predicate<String> scratch;
  private final Set<Version> expected = new HashSet<>();
  private final Map<Version, Object> inodes = new HashMap<>();
  private final Set<Version> gone = new HashSet<>();
  private final Set<String> violations = new LinkedHashSet<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  private Set<Version> visible = Set.of();

  private MirrorWatch(Output output, Predicate<String> scratch) {
    this.output = output;
    this.scratch = scratch;
  }

  /**
   * Begins to watch.
   *
   * @param scratch the names of files that are no objects of the store that keeps them here
   */
  static MirrorWatch of(Output output, Predicate<String> scratch) {
    MirrorWatch watch = new MirrorWatch(output, scratch);
    watch.timer.scheduleWithFixedDelay(watch::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** A version that may be seen from now on. */
  synchronized void expect(String path, long size) {
    expected.add(new Version(path, size));
  }

  /** Number of versions that were visible, and are no more. */
  synchronized int removals() {
    return gone.size();
  }

  /** What should never have been seen, after a last look. */
  synchronized List<String> violations() {
    look();
    return List.copyOf(violations);
  }

  private synchronized void look() {
    Set<Version> now = new HashSet<>();
    try {
      for (String path : output.published()) {
        if (!scratch.test(path)) {
          see(path, now);
        }
      }
    } catch (IOException | RuntimeException e) {
      violations.add("the directory could not be read: " + e);
    }
    visible.stream().filter(version -> !now.contains(version)).forEach(gone::add);
    visible = now;
  }

  private void see(String path, Set<Version> now) throws IOException {
    Path file = output.root().resolve(path);
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return; // Deleted since.
    }
    Version version = new Version(path, attributes.size());
    now.add(version);
    if (!expected.contains(version)) {
      violations.add(path + " is visible with " + version.size() + " bytes");
    }
    Object inode = inodes.put(version, attributes.fileKey());
    if (inode != null && !inode.equals(attributes.fileKey())) {
      violations.add(path + " of " + version.size() + " bytes was published again");
    }
    if (gone.contains(version)) {
      violations.add(path + " of " + version.size() + " bytes has come back");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

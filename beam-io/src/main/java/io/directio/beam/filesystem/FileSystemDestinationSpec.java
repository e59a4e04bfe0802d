// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.filesystem;

import io.directio.DestinationException;
import io.directio.assemble.Destination;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.PathPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * A directory on one of Beam's file systems as a destination; {@linkplain
 * io.directio.beam.filesystem the package} tells how it works and what it costs. The file system's
 * module must be on the class path, and its settings, credentials among them, are those of the
 * pipeline's options.
 *
 * <p><b>Limitations.</b>
 *
 * <ul>
 *   <li>A file of more than one {@linkplain #unitBytes unit} passes a second time through the
 *       worker that publishes it; files of a bundle are published at the same time, but one file by
 *       one worker.
 *   <li>Where a rename replaces an older version of a file by deleting it first, as on HDFS, the
 *       file is away for a moment.
 *   <li>What is durable when, is for the file system to say: Beam has no call for it.
 *   <li>Two pipelines that publish different files of the portal under the same name at the same
 *       time may not notice each other.
 * </ul>
 *
 * <p><b>Memory.</b> An open destination holds up to {@link #memory()} bytes. Every instance of the
 * function that writes opens one: a worker that runs eight bundles at the same time has eight.
 *
 * @param root the directory, such as {@code gs://bucket/folder}, {@code hdfs://host/folder}, or a
 *     path
 * @param paths what becomes of files whose names can't be used as they are; default {@link
 *     PathPolicy#SANITISE}
 * @param unitBytes size in bytes up to which blocks are put together to one object, at least 1 MiB;
 *     files of more than ten thousand units get larger ones. Default 16 MiB
 * @param memory bytes that one open destination may hold while it puts blocks together; default 64
 *     MiB
 * @param requests how many objects one open destination writes or publishes at the same time;
 *     default 8
 * @param staleAfter after how long without a change what is partial counts as left behind by a dead
 *     run; default 7 days
 * @param overwriteForeign whether a file that stands under the name of an exported one, and was not
 *     published by Direct IO, is replaced; default false: the exported file fails with {@link
 *     io.directio.ErrorCode#PATH_COLLISION}
 */
public record FileSystemDestinationSpec(
    String root,
    PathPolicy paths,
    int unitBytes,
    long memory,
    int requests,
    Duration staleAfter,
    boolean overwriteForeign)
    implements DestinationSpec {

  private static final long serialVersionUID = 1L;

  private static final int LEAST_UNIT = 1 << 20;
  private static final int MOST_UNITS = 10_000;

  /**
   * @throws IllegalArgumentException if a value is out of its bounds, or the root holds a wildcard
   *     or a password
   */
  public FileSystemDestinationSpec {
    Objects.requireNonNull(paths, "paths");
    Objects.requireNonNull(staleAfter, "staleAfter");
    if (root.matches("[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*@.*")) {
      throw new IllegalArgumentException(
          "A directory's address must not hold a user or a password: use the file system's options");
    }
    if (root.matches(".*[*?\\[\\]{}\\\\].*")) {
      throw new IllegalArgumentException(
          "Not a directory without wildcards and backslashes: '" + root + "'");
    }
    if (unitBytes < LEAST_UNIT || memory < 1 || requests < 1 || staleAfter.isNegative()) {
      throw new IllegalArgumentException(
          "Units have at least "
              + LEAST_UNIT
              + " bytes, there is some memory and at least one request, and nothing is negative");
    }
  }

  /**
   * A directory, with the defaults.
   *
   * @param root an address such as {@code gs://bucket/folder}, or a path, which is made absolute
   */
  public static FileSystemDestinationSpec in(String root) {
    if (root.isBlank()) {
      throw new IllegalArgumentException("A directory must be named");
    }
    String absolute = root.contains(":") ? root : Path.of(root).toAbsolutePath().toString();
    if (root.startsWith("file:")) {
      // Beam's local files would be below the working directory, in one that is called "file:".
      absolute = Path.of(URI.create(root)).toString();
    }
    return new FileSystemDestinationSpec(
        absolute.endsWith("/") ? absolute : absolute + "/",
        PathPolicy.SANITISE,
        16 << 20,
        64 << 20,
        8,
        Duration.ofDays(7),
        false);
  }

  /** Whether it is a directory of the machine, or one that it has mounted. */
  public boolean isLocal() {
    return root.startsWith("/");
  }

  /** The same with another policy for names. */
  public FileSystemDestinationSpec withPaths(PathPolicy other) {
    return new FileSystemDestinationSpec(
        root, other, unitBytes, memory, requests, staleAfter, overwriteForeign);
  }

  /** The same with another size of units, in bytes. */
  public FileSystemDestinationSpec withUnitBytes(int other) {
    return new FileSystemDestinationSpec(
        root, paths, other, memory, requests, staleAfter, overwriteForeign);
  }

  /** The same with another bound for memory, in bytes. */
  public FileSystemDestinationSpec withMemory(long other) {
    return new FileSystemDestinationSpec(
        root, paths, unitBytes, other, requests, staleAfter, overwriteForeign);
  }

  /** The same with another number of requests at a time. */
  public FileSystemDestinationSpec withRequests(int other) {
    return new FileSystemDestinationSpec(
        root, paths, unitBytes, memory, other, staleAfter, overwriteForeign);
  }

  /** The same with another age from which on what is partial is stale. */
  public FileSystemDestinationSpec withStaleAfter(Duration other) {
    return new FileSystemDestinationSpec(
        root, paths, unitBytes, memory, requests, other, overwriteForeign);
  }

  /** The same with or without replacing files that Direct IO did not publish. */
  public FileSystemDestinationSpec withOverwriteForeign(boolean other) {
    return new FileSystemDestinationSpec(
        root, paths, unitBytes, memory, requests, staleAfter, other);
  }

  @Override
  public long unit(long fileSize) {
    return Math.max(unitBytes, (fileSize + MOST_UNITS - 1) / MOST_UNITS);
  }

  @Override
  public Destination open() throws DestinationException {
    return FileSystemDestination.open(this);
  }

  /** The address, as it is shown. */
  @Override
  public String toString() {
    return root;
  }
}

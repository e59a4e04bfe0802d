// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * A directory as a destination: on a local disk, or a share that all workers see under the same
 * path.
 *
 * @param root the directory; made if it isn't there
 * @param paths what becomes of files whose names can't be used as they are; default {@link
 *     PathPolicy#SANITISE}
 * @param maxOpenFiles how many files may be open for writing at a time, at least 1; default 128
 * @param staleAfter after how long without a change a partial file counts as left behind by a dead
 *     run, for {@link Destination#cleanUp()}; default 7 days
 * @param checkSpace whether a file that is larger than the free space is refused at once, with
 *     {@link io.directio.ErrorCode#NO_SPACE}; default true. Turn it off where free space says
 *     little, as on a file system that compresses.
 * @param overwriteForeign whether a file that stands under the name of an exported one, and was not
 *     published by Direct IO, is replaced; default false: the exported file fails with {@link
 *     io.directio.ErrorCode#PATH_COLLISION}
 * @param deletions whether deletions and renamings are followed, see {@link #withDeletions};
 *     default false
 */
public record LocalDestinationSpec(
    String root,
    PathPolicy paths,
    int maxOpenFiles,
    Duration staleAfter,
    boolean checkSpace,
    boolean overwriteForeign,
    boolean deletions)
    implements DestinationSpec {

  public LocalDestinationSpec {
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(paths, "paths");
    Objects.requireNonNull(staleAfter, "staleAfter");
    if (maxOpenFiles < 1) {
      throw new IllegalArgumentException("At least one file must be open, not " + maxOpenFiles);
    }
    if (staleAfter.isNegative()) {
      throw new IllegalArgumentException("No file is stale after " + staleAfter);
    }
  }

  /** A directory, with the defaults. A relative path is resolved here, not at the worker. */
  public static LocalDestinationSpec in(Path root) {
    return new LocalDestinationSpec(
        root.toAbsolutePath().normalize().toString(),
        PathPolicy.SANITISE,
        128,
        Duration.ofDays(7),
        true,
        false,
        false);
  }

  /** The same with another policy for names. */
  public LocalDestinationSpec withPaths(PathPolicy other) {
    return new LocalDestinationSpec(
        root, other, maxOpenFiles, staleAfter, checkSpace, overwriteForeign, deletions);
  }

  /** The same with another number of open files. */
  public LocalDestinationSpec withMaxOpenFiles(int other) {
    return new LocalDestinationSpec(
        root, paths, other, staleAfter, checkSpace, overwriteForeign, deletions);
  }

  /** The same with another age from which on partial files are stale. */
  public LocalDestinationSpec withStaleAfter(Duration other) {
    return new LocalDestinationSpec(
        root, paths, maxOpenFiles, other, checkSpace, overwriteForeign, deletions);
  }

  /** The same with or without the look at the free space. */
  public LocalDestinationSpec withCheckSpace(boolean other) {
    return new LocalDestinationSpec(
        root, paths, maxOpenFiles, staleAfter, other, overwriteForeign, deletions);
  }

  /** The same with or without replacing files that Direct IO did not publish. */
  public LocalDestinationSpec withOverwriteForeign(boolean other) {
    return new LocalDestinationSpec(
        root, paths, maxOpenFiles, staleAfter, checkSpace, other, deletions);
  }

  @Override
  public LocalDestinationSpec withDeletions(boolean follow) {
    return new LocalDestinationSpec(
        root, paths, maxOpenFiles, staleAfter, checkSpace, overwriteForeign, follow);
  }

  @Override
  public LocalDestination open() throws DestinationException {
    return LocalDestination.open(this);
  }

  @Override
  public LocalDestination look() throws DestinationException {
    return LocalDestination.look(withDeletions(false));
  }
}

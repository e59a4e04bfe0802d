// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the marks of published files are kept.
 *
 * <p><b>Threading:</b> thread-safe.
 */
interface MarkStore {

  /**
   * The mark of a published file; none if it has none.
   *
   * @param published the file, which exists and is a regular file
   * @param relative its path below the root
   */
  Optional<PublishedMark> read(Path published, SafePath relative) throws IOException;

  /** Called before a partial file gets its name. */
  void beforeRename(Path partial, PublishedMark mark) throws IOException;

  /** Called after it got its name. */
  void afterRename(SafePath relative, PublishedMark mark) throws IOException;

  /** Called after a published file was deleted. */
  void afterDeletion(SafePath relative) throws IOException;

  /**
   * Notes that we made a directory, so that it may be removed when it is empty.
   *
   * @param relative its path below the root
   */
  void markDirectory(Path directory, String relative) throws IOException;

  /** Whether we made a directory. */
  boolean isMarkedDirectory(Path directory, String relative) throws IOException;

  /** Called after a directory that we had made was deleted. */
  void afterDirectoryDeletion(String relative) throws IOException;
}

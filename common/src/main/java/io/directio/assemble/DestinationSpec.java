// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import java.io.Serializable;

/**
 * Describes a destination, so that every worker can open it for itself. Travels with the job:
 * serialisable, immutable, and without a secret.
 */
public interface DestinationSpec extends Serializable {

  /**
   * Opens the destination.
   *
   * @throws DestinationException if it is not there, or can't be written
   */
  Destination open() throws DestinationException;

  /**
   * Opens the destination to ask it what it {@linkplain Destination#stored stores}, and for nothing
   * else: nothing is made there, and nothing changed.
   *
   * @throws DestinationException if it can't be read; a directory that is to be made is empty
   */
  default Destination look() throws DestinationException {
    return open();
  }

  /**
   * What one writer should hold whole: blocks that start within the same {@code unit} bytes of a
   * file, counted from its beginning. Whoever hands out work cuts along units, so that a writer
   * gets all blocks of a unit, at about the same time; blocks that come otherwise are written as
   * well, at a higher cost. Depends on nothing but the file's size, so that all agree on it.
   *
   * @param fileSize the file's size in bytes
   * @return the unit in bytes, at least 1, which is the default: any block by itself
   */
  default long unit(long fileSize) {
    return 1;
  }

  /**
   * The same, but following deletions and renamings or not. If it does, it keeps a note of where
   * each file is, a file that is published under another name is removed where it was before, and
   * {@link Destination#deleteAll} does what it says. Default: it doesn't.
   *
   * @throws UnsupportedOperationException if it can't
   */
  default DestinationSpec withDeletions(boolean follow) {
    if (follow) {
      throw new UnsupportedOperationException("This destination can't follow deletions");
    }
    return this;
  }
}

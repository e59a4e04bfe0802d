// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import java.io.IOException;
import java.util.Optional;

/**
 * The files that exports have published, to be read again.
 *
 * <p><b>Threading:</b> thread-safe.
 */
@FunctionalInterface
public interface ExportedFiles {

  /** A file that is there. */
  interface Found {

    /** Its size in bytes. */
    long size();

    /**
     * The CRC-32C of its bytes: as the store has computed it itself, or else by reading them.
     *
     * @throws DestinationException if nothing can be read here any more
     * @throws IOException if the file can't be read
     */
    int crc32c() throws IOException;
  }

  /**
   * Looks for a file.
   *
   * @param path its path below the root, which is not trusted: it leads to no file outside
   * @return the file; empty if there is none
   * @throws DestinationException if nothing can be found here at all
   * @throws IOException if what is there is no file that can be read
   */
  Optional<Found> find(String path) throws IOException;
}

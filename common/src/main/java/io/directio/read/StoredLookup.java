// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.DirectIOException;
import io.directio.FileMetadata;
import io.directio.Stored;

/** Tells what a destination already holds of a file. A destination's {@code stored} method fits. */
@FunctionalInterface
public interface StoredLookup {

  /**
   * What the destination holds of a file, in exactly this version.
   *
   * <p><b>Threading:</b> called by several threads at once.
   *
   * @throws DirectIOException if the destination can't tell, or can't take the file; the file then
   *     counts as failed
   */
  Stored find(FileMetadata file) throws DirectIOException;
}

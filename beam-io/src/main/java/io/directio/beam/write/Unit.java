// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.Block;
import io.directio.assemble.DestinationSpec;

/**
 * What one writer should hold whole of a file.
 *
 * @param fileId the portal's id of the file
 * @param fingerprint the file's version
 * @param number counts the units of the file, from 0
 */
record Unit(long fileId, long fingerprint, long number) {

  /** The unit that a block begins in. */
  static Unit of(Block block, DestinationSpec destination) {
    return new Unit(
        block.fileId(),
        block.file().fingerprint(),
        block.offset() / destination.unit(block.file().size()));
  }
}

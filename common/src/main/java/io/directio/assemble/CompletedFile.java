// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.FileMetadata;
import java.io.Serializable;
import java.util.Objects;

/**
 * A file every byte of which is at its destination, ready to be published.
 *
 * @param file the file
 * @param crc32c CRC-32C of the whole file, combined from its blocks
 * @param verify whether the file must be read back and its digest compared before it is published:
 *     set when bytes of it were inherited from an earlier run, or written more than once
 */
public record CompletedFile(FileMetadata file, int crc32c, boolean verify) implements Serializable {

  public CompletedFile {
    Objects.requireNonNull(file, "file");
  }
}

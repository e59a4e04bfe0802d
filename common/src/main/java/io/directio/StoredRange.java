// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.util.Objects;

/**
 * Bytes of a file that the destination holds already, from an earlier run that was interrupted, so
 * that they need no fetching. They count towards the file's completeness like a block that was just
 * written; the destination checks their digest again before it publishes.
 *
 * @param file the file
 * @param offset offset of the first byte
 * @param length number of bytes
 * @param crc32c CRC-32C of the bytes
 */
public record StoredRange(FileMetadata file, long offset, long length, int crc32c)
    implements ReadResult {

  public StoredRange {
    Objects.requireNonNull(file, "file");
  }

  @Override
  public long fileId() {
    return file.file().fileId();
  }
}

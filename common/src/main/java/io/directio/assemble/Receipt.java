// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.Block;
import io.directio.FileMetadata;
import io.directio.StoredRange;
import java.io.Serializable;
import java.util.Objects;

/**
 * Says that a destination took some bytes of a file. They are durable once the destination was
 * {@linkplain Destination#flush() flushed} after it gave the receipt.
 *
 * @param file the file
 * @param offset offset of the first byte
 * @param length number of bytes; 0 only for an empty file
 * @param crc32c CRC-32C of the bytes
 * @param inherited whether the bytes were not written by this incarnation of the writer, but known
 *     from a journal or from restored state; a file with such bytes is read back and compared
 *     before it is published
 */
public record Receipt(FileMetadata file, long offset, long length, int crc32c, boolean inherited)
    implements Serializable {

  public Receipt {
    Objects.requireNonNull(file, "file");
    if (offset < 0 || length < 0 || offset > file.size() - length) {
      throw new IllegalArgumentException(
          "File "
              + file.file().fileId()
              + " of "
              + file.size()
              + " bytes has no "
              + length
              + " bytes at "
              + offset);
    }
  }

  /** The receipt for a block that was just written. */
  public static Receipt written(Block block) {
    return new Receipt(block.file(), block.offset(), block.length(), block.crc32c(), false);
  }

  /** The receipt for bytes that the destination held already. */
  public static Receipt inherited(StoredRange range) {
    return new Receipt(range.file(), range.offset(), range.length(), range.crc32c(), true);
  }

  /** Offset of the first byte after the range. */
  public long end() {
    return offset + length;
  }
}

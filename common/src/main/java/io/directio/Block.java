// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * One block of a file: fetched, decrypted, decompressed and checked against its length.
 *
 * <p><b>Ownership.</b> A block's bytes lie in an array that may be larger than the block. Unless
 * its reader was told to reuse arrays, the array belongs to the block for ever. A reader that
 * reuses them takes the array back when the consumer says that it is done with the block; until
 * then nobody writes to it.
 *
 * <p><b>Threading.</b> Immutable, provided that nobody writes to {@link #array()}.
 */
public final class Block implements ReadResult {

  private final FileMetadata file;
  private final BlockInfo info;
  private final int crc32c;
  private final byte[] array;

  /**
   * @param file the file that the block belongs to
   * @param info where the block lies in its file
   * @param crc32c CRC-32C of the block's bytes
   * @param array holds the block's bytes from index 0 on; taken, not copied
   */
  public Block(FileMetadata file, BlockInfo info, int crc32c, byte[] array) {
    this.file = Objects.requireNonNull(file, "file");
    this.info = Objects.requireNonNull(info, "info");
    this.crc32c = crc32c;
    this.array = Objects.requireNonNull(array, "array");
    if (array.length < info.length()) {
      throw new IllegalArgumentException(
          "An array of " + array.length + " bytes can't hold a block of " + info.length());
    }
  }

  @Override
  public long fileId() {
    return file.file().fileId();
  }

  /** The file that the block belongs to. */
  public FileMetadata file() {
    return file;
  }

  /** Where the block lies in its file. */
  public BlockInfo info() {
    return info;
  }

  /** Position of the block in its file, from 1. */
  public int number() {
    return info.number();
  }

  /** Offset of the block's first byte in its file. */
  public long offset() {
    return info.offset();
  }

  /** Number of bytes in the block. */
  public int length() {
    return info.length();
  }

  /** CRC-32C (Castagnoli) of the block's bytes. */
  public int crc32c() {
    return crc32c;
  }

  /** The block's bytes as a read-only buffer over the block's own array: no copy. */
  public ByteBuffer data() {
    return ByteBuffer.wrap(array, 0, info.length()).asReadOnlyBuffer();
  }

  /** The array behind the block, whose first {@link #length()} bytes are the block; not a copy. */
  public byte[] array() {
    return array;
  }

  /** A copy of the block's bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOf(array, info.length());
  }

  /**
   * Blocks are equal if they are of the same file and version, at the same place, with equal bytes.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof Block that
        && file.equals(that.file)
        && info.equals(that.info)
        && crc32c == that.crc32c
        && Arrays.equals(array, 0, info.length(), that.array, 0, info.length());
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, info, crc32c);
  }

  @Override
  public String toString() {
    return "Block "
        + info.number()
        + " of file "
        + fileId()
        + " ("
        + info.length()
        + " bytes at "
        + info.offset()
        + ")";
  }
}

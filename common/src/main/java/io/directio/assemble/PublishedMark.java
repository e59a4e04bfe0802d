// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.FileMetadata;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a destination remembers of a file that it published: which file of the portal it is, in
 * which version, and its digest.
 *
 * <p>As bytes: version (1), file id (8), fingerprint (8), size (8), CRC-32C of the file (4),
 * CRC-32C of all this (4), big endian. Few enough to lie in the inode.
 */
public record PublishedMark(long fileId, long fingerprint, long size, int crc32c) {

  /** Number of bytes of a mark. */
  public static final int BYTES = 33;

  private static final byte VERSION = 1;

  /** The mark of a file that is published. */
  public static PublishedMark of(CompletedFile completed) {
    FileMetadata file = completed.file();
    return new PublishedMark(
        file.file().fileId(), file.fingerprint(), file.size(), completed.crc32c());
  }

  /** Whether it is the mark of this version of this file. */
  public boolean isOf(FileMetadata file) {
    return fileId == file.file().fileId()
        && fingerprint == file.fingerprint()
        && size == file.size();
  }

  /** The mark as bytes. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.put(VERSION).putLong(fileId).putLong(fingerprint).putLong(size).putInt(crc32c);
    return bytes.putInt(check(bytes.array())).array();
  }

  /** The mark in some bytes; none if they are no mark, or one that a later release wrote. */
  public static Optional<PublishedMark> parse(byte[] bytes) {
    if (bytes.length != BYTES || bytes[0] != VERSION) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
    PublishedMark mark = new PublishedMark(in.getLong(), in.getLong(), in.getLong(), in.getInt());
    return in.getInt() == check(bytes) ? Optional.of(mark) : Optional.empty();
  }

  private static int check(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, BYTES - Integer.BYTES);
    return (int) crc.getValue();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.FileMetadata;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a destination remembers of a file that it published: which file of the portal it is, in
 * which version, its digest, and the revision that an event told.
 *
 * <p>As bytes: format (1), file id (8), fingerprint (8), size (8), CRC-32C of the file (4), version
 * (8), time of the change at the portal in milliseconds since 1970 (8), CRC-32C of all this (4),
 * big endian. The first format had neither version nor time. Few enough to lie in the inode.
 */
public record PublishedMark(
    long fileId, long fingerprint, long size, int crc32c, Revision revision) {

  /** The most bytes that a mark has. */
  public static final int BYTES = 49;

  private static final int BYTES_OF_FORMAT_1 = 33;
  private static final byte FORMAT = 2;
  private static final long NO_TIME = Long.MIN_VALUE;

  /** The mark of a file of which no event has told. */
  public PublishedMark(long fileId, long fingerprint, long size, int crc32c) {
    this(fileId, fingerprint, size, crc32c, Revision.UNKNOWN);
  }

  /** The mark of a file that is published. */
  public static PublishedMark of(CompletedFile completed) {
    FileMetadata file = completed.file();
    return new PublishedMark(
        file.file().fileId(),
        file.fingerprint(),
        file.size(),
        completed.crc32c(),
        Revision.of(file.file()));
  }

  /** Whether it is the mark of this version of this file. */
  public boolean isOf(FileMetadata file) {
    return fileId == file.file().fileId()
        && fingerprint == file.fingerprint()
        && size == file.size();
  }

  /** Whether it is the mark of this version of this file, with these bytes. */
  public boolean isOf(CompletedFile completed) {
    return isOf(completed.file()) && crc32c == completed.crc32c();
  }

  /** The mark as bytes. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.put(FORMAT).putLong(fileId).putLong(fingerprint).putLong(size).putInt(crc32c);
    Instant modified = revision.modified();
    bytes.putLong(revision.version());
    bytes.putLong(modified == null ? NO_TIME : modified.toEpochMilli());
    return bytes.putInt(check(bytes.array())).array();
  }

  /** The mark in some bytes; none if they are no mark, or one that a later release wrote. */
  public static Optional<PublishedMark> parse(byte[] bytes) {
    boolean known =
        bytes.length == BYTES && bytes[0] == FORMAT
            || bytes.length == BYTES_OF_FORMAT_1 && bytes[0] == 1;
    if (!known) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    PublishedMark mark =
        new PublishedMark(
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getInt(),
            bytes[0] == 1 ? Revision.UNKNOWN : revision(in.getLong(), in.getLong()));
    return in.getInt() == check(bytes) ? Optional.of(mark) : Optional.empty();
  }

  private static Revision revision(long version, long millis) {
    return new Revision(version, millis == NO_TIME ? null : Instant.ofEpochMilli(millis));
  }

  private static int check(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - Integer.BYTES);
    return (int) crc.getValue();
  }
}

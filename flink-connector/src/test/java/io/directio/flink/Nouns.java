// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import io.directio.Compression;
import io.directio.ErrorCode;
import io.directio.FileDeletion;
import io.directio.FileDetails;
import io.directio.FileMetadata;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import java.time.Instant;

/** Nouns that tests need again and again. */
public final class Nouns {

  private Nouns() {}

  /** The plan of a file of so many blocks of 100 bytes. */
  public static FilePlan plan(FileRef file, int blocks) {
    long[] lengths = new long[blocks];
    java.util.Arrays.fill(lengths, 100);
    return FilePlan.of(file, Compression.SNAPPY, true, lengths, 1 << 20);
  }

  /** What a listing tells of a file of so many blocks of 100 bytes. */
  public static FileMetadata metadata(long fileId, int blocks) {
    return plan(FileRef.ofId(fileId), blocks).metadata();
  }

  /** Metadata that does not depend on how fingerprints are computed. */
  public static FileMetadata fixedMetadata() {
    return new FileMetadata(
        new FileRef(7, "dir/ü.txt", 300, 9), 300, 3, Compression.GZIP, true, 0x0123456789abcdefL);
  }

  /** That a file is gone. */
  public static FileDeletion deletion() {
    FileDetails details = new FileDetails("g", Instant.ofEpochSecond(1, 2), null, null);
    return new FileDeletion(new FileRef(7, "a", FileRef.UNKNOWN, 9, details));
  }

  /** The row of a file that was not found. */
  public static ManifestEntry failed(long fileId) {
    return new ManifestEntry(
        fileId,
        Long.toString(fileId),
        -1,
        -1,
        0,
        null,
        ManifestEntry.Status.FAILED,
        new ManifestEntry.Failure(ErrorCode.NOT_FOUND, "no such file"));
  }
}

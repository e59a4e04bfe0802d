// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How one file ended: a row of the manifest.
 *
 * @param fileId the portal's id of the file
 * @param path where the file is below the destination's root, or would have been
 * @param size the file's size in bytes, or {@link FileRef#UNKNOWN} if it was never listed
 * @param version the file's version as an event told it ({@code gvsn}), or {@link FileRef#UNKNOWN}
 * @param blocks number of blocks; 0 if the file is empty or was never listed
 * @param crc32c CRC-32C of the whole file; null if it is not known, as for a failed file
 * @param status how the file ended
 * @param error why the file failed; null unless the status is {@link Status#FAILED}
 */
public record ManifestEntry(
    long fileId,
    String path,
    long size,
    long version,
    int blocks,
    Integer crc32c,
    Status status,
    Failure error)
    implements ReadResult, Serializable {

  /** How a file can end. */
  public enum Status {
    /** Every byte was transferred, and the file is at its place. */
    OK,
    /** The destination held the whole file already. */
    SKIPPED,
    /**
     * The file could not be transferred; nothing of this version of it is visible at the
     * destination.
     */
    FAILED,
    /** The file was deleted at the portal, and so it was at the destination. */
    DELETED
  }

  /**
   * Why a file failed.
   *
   * @param code the kind of failure
   * @param message what happened, to which block, and what to do about it; never a secret
   */
  public record Failure(ErrorCode code, String message) implements Serializable {
    public Failure {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
    }
  }

  public ManifestEntry {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(status, "status");
    if ((status == Status.FAILED) != (error != null)) {
      throw new IllegalArgumentException("Exactly the failed files have an error");
    }
  }

  /** The row of a file that was published. */
  public static ManifestEntry ok(FileMetadata file, String path, int crc32c) {
    return new ManifestEntry(
        file.file().fileId(),
        path,
        file.size(),
        file.file().version(),
        file.blocks(),
        crc32c,
        Status.OK,
        null);
  }

  /**
   * The row of a file that was there already.
   *
   * @param crc32c the file's digest, if the destination knows it
   */
  public static ManifestEntry skipped(FileMetadata file, String path, OptionalInt crc32c) {
    Integer digest = crc32c.isPresent() ? (Integer) crc32c.getAsInt() : null;
    return new ManifestEntry(
        file.file().fileId(),
        path,
        file.size(),
        file.file().version(),
        file.blocks(),
        digest,
        Status.SKIPPED,
        null);
  }

  /** The row of a file that was listed, whose size is known therefore, and not transferred. */
  public static ManifestEntry failed(FileMetadata file, DirectIOException cause) {
    FileRef ref = file.file();
    return failed(new FileRef(ref.fileId(), ref.path(), file.size(), ref.version()), cause);
  }

  /** The row of a file that could not be transferred. */
  public static ManifestEntry failed(FileRef file, DirectIOException cause) {
    return new ManifestEntry(
        file.fileId(),
        file.path(),
        file.size(),
        file.version(),
        0,
        null,
        Status.FAILED,
        new Failure(cause.code(), cause.getMessage()));
  }

  /**
   * The row of a file that was deleted.
   *
   * @param path where it was
   */
  public static ManifestEntry deleted(long fileId, String path) {
    return new ManifestEntry(
        fileId, path, FileRef.UNKNOWN, FileRef.UNKNOWN, 0, null, Status.DELETED, null);
  }

  /** Whether the file failed in a way that another run would not change. */
  public boolean failedForGood() {
    return error != null && !error.code().isTemporary();
  }
}

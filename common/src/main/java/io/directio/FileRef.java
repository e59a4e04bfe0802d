// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.io.Serializable;
import java.util.Objects;

/**
 * Names one file of a portal, and says what is known of it before it has been listed.
 *
 * @param fileId the portal's id of the file, as Direct IO takes it
 * @param path where the file belongs below the root of a destination, separated by {@code /}; not
 *     trusted: destinations make it safe before they use it
 * @param size the file's size in bytes as an event told it, or {@link #UNKNOWN}
 * @param version the file's version as an event told it ({@code gvsn}), or {@link #UNKNOWN}
 * @param details what else an event told of it; {@link FileDetails#NONE} if there was none
 */
public record FileRef(long fileId, String path, long size, long version, FileDetails details)
    implements Serializable {

  /** Stands for a size or a version that nobody has told us. */
  public static final long UNKNOWN = -1;

  public FileRef {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(details, "details");
    if (size < UNKNOWN) {
      throw new IllegalArgumentException("File " + fileId + " has a negative size: " + size);
    }
  }

  /** A file of which nothing else is known. */
  public FileRef(long fileId, String path, long size, long version) {
    this(fileId, path, size, version, FileDetails.NONE);
  }

  /** A file of which only the id is known; it is named by its id. */
  public static FileRef ofId(long fileId) {
    return new FileRef(fileId, Long.toString(fileId), UNKNOWN, UNKNOWN);
  }

  /** Whether an event told the file's size. */
  public boolean sizeKnown() {
    return size != UNKNOWN;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.io.Serializable;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What a listing tells about a file as a whole.
 *
 * @param file the file
 * @param size sum of the lengths of its blocks, in bytes
 * @param blocks number of blocks; 0 for an empty file
 * @param compression how the blocks are compressed
 * @param encrypted whether the blocks are encrypted
 * @param fingerprint stands for the list of blocks: two listings of an unchanged file have the same
 *     one. It is no digest of the content, which the portal does not tell.
 */
public record FileMetadata(
    FileRef file,
    long size,
    int blocks,
    Compression compression,
    boolean encrypted,
    long fingerprint)
    implements Serializable {

  public FileMetadata {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(compression, "compression");
  }

  /** The fingerprint as it is written into names and messages: sixteen hexadecimal digits. */
  public String fingerprintText() {
    return HexFormat.of().toHexDigits(fingerprint);
  }
}

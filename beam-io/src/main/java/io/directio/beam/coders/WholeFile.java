// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

import io.directio.FileMetadata;
import java.util.Arrays;
import java.util.Objects;

/**
 * A file with all its bytes.
 *
 * @param file what the portal tells of it
 * @param bytes its content; taken, not copied
 */
public record WholeFile(FileMetadata file, byte[] bytes) {

  public WholeFile {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(bytes, "bytes");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WholeFile that
        && file.equals(that.file)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * file.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "File " + file.file().fileId() + " of " + bytes.length + " bytes";
  }
}

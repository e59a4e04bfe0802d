// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.export;

import io.directio.FileRef;
import java.util.Objects;

/**
 * A file that was found changed while it was copied.
 *
 * @param file the file
 * @param fingerprint stands for the list of its blocks in the version that was listed first
 */
record ChangedFile(FileRef file, long fingerprint) {
  ChangedFile {
    Objects.requireNonNull(file, "file");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.FilePlan;
import io.directio.FileRef;
import java.util.Objects;

/**
 * A file that is read in pieces, as it was when it was listed: all pieces are of this version, or
 * the file has changed.
 *
 * @param file the file
 * @param size its size in bytes
 * @param fingerprint stands for the list of its blocks
 */
record LargeFile(FileRef file, long size, long fingerprint) {

  LargeFile {
    Objects.requireNonNull(file, "file");
  }

  static LargeFile of(FileRef file, FilePlan plan) {
    return new LargeFile(file, plan.size(), plan.fingerprint());
  }
}

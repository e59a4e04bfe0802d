// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import java.util.Objects;

/**
 * A file that is read in pieces, as it was when it was listed: all pieces are of this version, or
 * the file has changed.
 *
 * @param file the file
 * @param size its size in bytes; 0 if it could not be listed
 * @param fingerprint stands for the list of its blocks; 0 if it could not be listed
 * @param failure why it could not be listed; null if it was
 */
record ListedFile(FileRef file, long size, long fingerprint, ManifestEntry failure) {

  ListedFile {
    Objects.requireNonNull(file, "file");
  }

  static ListedFile of(FileRef file, FilePlan plan) {
    return new ListedFile(file, plan.size(), plan.fingerprint(), null);
  }

  static ListedFile failed(FileRef file, ManifestEntry failure) {
    return new ListedFile(file, 0, 0, Objects.requireNonNull(failure, "failure"));
  }
}

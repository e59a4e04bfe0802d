// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.FileMetadata;

/**
 * One version of a file. What has failed is remembered by version: in a stream of events the file
 * may come once more when it has changed.
 */
record FileVersion(long fileId, long fingerprint) {

  static FileVersion of(FileMetadata file) {
    return new FileVersion(file.file().fileId(), file.fingerprint());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.transfer;

import io.directio.FileMetadata;
import io.directio.ManifestEntry;

/**
 * Counts, and passes on to the listener one call at a time.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Progress {

  private final TransferListener listener;
  private final long[] rows = new long[ManifestEntry.Status.values().length];
  private long writtenBytes;
  private long resumedBytes;

  Progress(TransferListener listener) {
    this.listener = listener;
  }

  synchronized void ended(ManifestEntry row) {
    rows[row.status().ordinal()]++;
    listener.ended(row);
  }

  synchronized void written(FileMetadata file, long bytes) {
    writtenBytes += bytes;
    listener.written(file, bytes);
  }

  synchronized void resumed(FileMetadata file, long bytes) {
    resumedBytes += bytes;
    listener.resumed(file, bytes);
  }

  synchronized TransferSummary summary() {
    return new TransferSummary(
        rows[ManifestEntry.Status.OK.ordinal()],
        rows[ManifestEntry.Status.SKIPPED.ordinal()],
        rows[ManifestEntry.Status.FAILED.ordinal()],
        writtenBytes,
        resumedBytes);
  }
}

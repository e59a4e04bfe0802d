// SPDX-License-Identifier: Apache-2.0
package io.directio.transfer;

import io.directio.FileMetadata;
import io.directio.ManifestEntry;

/**
 * Is told how a transfer gets on: for progress, and for the manifest.
 *
 * <p><b>Threading:</b> called by several threads, but by one at a time; it should return soon. What
 * it throws ends the transfer.
 */
public interface TransferListener {

  /** A listener that doesn't care. */
  TransferListener NONE = row -> {};

  /** A file has ended: published, skipped or failed. The last word on each file, said once. */
  void ended(ManifestEntry row);

  /** Some bytes of a file were read and written; they are not visible yet. */
  default void written(FileMetadata file, long bytes) {}

  /** Some bytes of a file need no transfer, since an earlier run left them at the destination. */
  default void resumed(FileMetadata file, long bytes) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.FileDeletion;
import io.directio.ManifestEntry;
import io.directio.assemble.Receipt;
import java.util.List;

/**
 * What a writer tells of the time since the last checkpoint: small, whatever it has written.
 *
 * @param receipts the bytes that are durable at the destination now
 * @param entries files that ended without being assembled, because they failed or were skipped
 * @param deletions files that are gone at the portal
 */
public record WriteResult(
    List<Receipt> receipts, List<ManifestEntry> entries, List<FileDeletion> deletions) {

  public WriteResult {
    receipts = List.copyOf(receipts);
    entries = List.copyOf(entries);
    deletions = List.copyOf(deletions);
  }
}

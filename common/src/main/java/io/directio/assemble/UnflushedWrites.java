// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.FileMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was written since the last flush: one receipt for each block, by file.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class UnflushedWrites {

  private Map<FileVersion, List<Receipt>> receipts = new HashMap<>();

  /** A file in one version. */
  private record FileVersion(long fileId, long fingerprint) {
    static FileVersion of(FileMetadata file) {
      return new FileVersion(file.file().fileId(), file.fingerprint());
    }
  }

  /** What was written to one file. */
  record Writes(List<Receipt> receipts) {
    FileMetadata file() {
      return receipts.get(0).file();
    }
  }

  synchronized void add(Receipt receipt) {
    receipts
        .computeIfAbsent(FileVersion.of(receipt.file()), version -> new ArrayList<>(1))
        .add(receipt);
  }

  /** Takes out everything. */
  synchronized List<Writes> take() {
    List<Writes> all = new ArrayList<>(receipts.size());
    receipts.values().forEach(writes -> all.add(new Writes(writes)));
    receipts = new HashMap<>();
    return all;
  }

  /** Puts back what could not be flushed. */
  synchronized void putBack(Writes writes) {
    writes.receipts().forEach(this::add);
  }

  synchronized boolean has(FileMetadata file) {
    return receipts.containsKey(FileVersion.of(file));
  }

  /** Forgets a file in all its versions. */
  synchronized void forget(long fileId) {
    receipts.keySet().removeIf(version -> version.fileId() == fileId);
  }
}

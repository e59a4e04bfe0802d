// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.assemble.Receipt;
import io.directio.beam.write.WriteSession.Parts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** What was done for some files, and is to leave together: the receipts of a file as one part. */
final class PartBatch {

  /** A version of a file in a window. */
  private record Key(FileMetadata file, BoundedWindow window) {}

  private record Row(ManifestEntry entry, BoundedWindow window) {}

  private final Map<Key, List<Receipt>> receipts = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private int size;

  void add(Receipt receipt, BoundedWindow window) {
    receipts
        .computeIfAbsent(new Key(receipt.file(), window), any -> new ArrayList<>())
        .add(receipt);
    size++;
  }

  void add(ManifestEntry row, BoundedWindow window) {
    rows.add(new Row(row, window));
    size++;
  }

  /** Number of receipts and rows. */
  int size() {
    return size;
  }

  void send(Parts parts) {
    receipts.forEach((key, of) -> parts.send(new FilePart.Written(key.file(), of), key.window()));
    rows.forEach(row -> parts.send(new FilePart.Ended(row.entry()), row.window()));
  }
}

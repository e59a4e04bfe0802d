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

  /** What a file, or a row, counts for; a receipt counts for 1. */
  private static final int FILE = 100;

  private static final long FULL = 1_000 * FILE;

  /** A version of a file in a window. */
  private record Key(FileMetadata file, BoundedWindow window) {}

  private record Row(ManifestEntry entry, BoundedWindow window) {}

  private final Map<Key, List<Receipt>> receipts = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();

  private long weight;

  void add(Receipt receipt, BoundedWindow window) {
    List<Receipt> ofFile =
        receipts.computeIfAbsent(new Key(receipt.file(), window), any -> new ArrayList<>());
    weight += ofFile.isEmpty() ? FILE : 1;
    ofFile.add(receipt);
  }

  void add(ManifestEntry row, BoundedWindow window) {
    rows.add(new Row(row, window));
    weight += FILE;
  }

  /**
   * Whether it had better leave: it has a thousand files, or a hundred thousand blocks. Blocks
   * alone don't count for much, as a store takes those of a unit as one piece, if it may wait for
   * them.
   */
  boolean isFull() {
    return weight >= FULL;
  }

  /** Whether it has to leave before anything else is written. */
  boolean isOverfull() {
    return weight >= 10 * FULL;
  }

  void send(Parts parts) {
    receipts.forEach((key, of) -> parts.send(new FilePart.Written(key.file(), of), key.window()));
    rows.forEach(row -> parts.send(new FilePart.Ended(row.entry()), row.window()));
  }
}

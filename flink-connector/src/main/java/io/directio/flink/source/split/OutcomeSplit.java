// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.split;

import io.directio.ManifestEntry;
import java.util.Objects;
import java.util.Optional;

/**
 * A row of the manifest that a reader only has to emit: a file failed before it could be assigned.
 * Being a split it is checkpointed and replayed like one, so that the row is neither lost nor
 * doubled.
 *
 * @param ordinal the file's place in the input
 * @param entry the row; empty once it has been emitted
 */
public record OutcomeSplit(long ordinal, Optional<ManifestEntry> entry) implements DirectIOSplit {

  public OutcomeSplit {
    Objects.requireNonNull(entry, "entry");
  }

  /** A row that has not been emitted. */
  public OutcomeSplit(long ordinal, ManifestEntry entry) {
    this(ordinal, Optional.of(entry));
  }

  @Override
  public String splitId() {
    return "row-" + ordinal;
  }

  @Override
  public String toString() {
    return splitId()
        + entry
            .map(row -> " (file " + row.fileId() + " " + row.status() + ")")
            .orElse(" (emitted)");
  }
}

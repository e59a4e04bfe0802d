// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.flink.source.FileSelection;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.FileTask;
import java.util.List;
import java.util.Objects;

/**
 * What the enumerator remembers in a checkpoint: where it is in the selection, and what it has
 * taken from there and not assigned yet. It is bounded by the enumerator's windows and the size of
 * a page, whatever the number of files.
 *
 * @param position where the selection is to be opened
 * @param untaken files before that place that are still to be assigned: the rest of a page of
 *     events, of which the portal need not give the same page twice
 * @param toPlan large files none of whose blocks have been assigned
 * @param begun large files some of whose blocks have been assigned
 * @param splits splits that are ready to be assigned: those of failed readers, and rows about files
 *     that could not be planned
 * @param restarted ordinals of files that changed while they were read, and were begun once more
 */
public record EnumeratorState(
    FileSelection.Position position,
    List<FileTask> untaken,
    List<FileTask> toPlan,
    List<BegunFile> begun,
    List<DirectIOSplit> splits,
    List<Long> restarted) {

  /**
   * A file whose blocks have been assigned in part.
   *
   * @param task the file
   * @param fingerprint the fingerprint of the plan that the assigned blocks are from
   * @param nextBlock number of the first block that has not been assigned
   */
  public record BegunFile(FileTask task, long fingerprint, int nextBlock) {
    public BegunFile {
      Objects.requireNonNull(task, "task");
    }
  }

  public EnumeratorState {
    Objects.requireNonNull(position, "position");
    untaken = List.copyOf(untaken);
    toPlan = List.copyOf(toPlan);
    begun = List.copyOf(begun);
    splits = List.copyOf(splits);
    restarted = List.copyOf(restarted);
  }

  /** The state of an enumerator that has not begun. */
  public static EnumeratorState initial() {
    return new EnumeratorState(
        FileSelection.Position.START, List.of(), List.of(), List.of(), List.of(), List.of());
  }
}

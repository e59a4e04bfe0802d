// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.FileDeletion;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.CompletedFile;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A batch of files to be published, and of rows to be written, once its checkpoint is complete.
 *
 * @param segment names the batch's part of the manifest; the same when the batch is committed again
 * @param files files that are whole, to be published
 * @param entries files that ended without being assembled
 * @param deletions files that are gone at the portal, to be removed
 * @param end what to do if nothing comes after this batch; empty if something does
 */
public record FileCommit(
    Segment segment,
    List<CompletedFile> files,
    List<ManifestEntry> entries,
    List<FileDeletion> deletions,
    Optional<End> end) {

  /**
   * The end of an export.
   *
   * @param abandoned files of which something partial is left over: an older version, or less than
   *     the whole
   */
  public record End(List<FileRef> abandoned) {
    public End {
      abandoned = List.copyOf(abandoned);
    }
  }

  /**
   * Names a part of a manifest.
   *
   * @param run the export that the manifest is of; stays the same when it is resumed from a
   *     checkpoint or savepoint
   * @param checkpointId the checkpoint that the part belongs to
   * @param number tells the parts of a checkpoint apart, from 0
   */
  public record Segment(String run, long checkpointId, int number) {
    public Segment {
      Objects.requireNonNull(run, "run");
    }

    /** The name under which the part is stored; later parts have later names. */
    String name() {
      return String.format("%019d-%06d", checkpointId, number);
    }
  }

  public FileCommit {
    Objects.requireNonNull(segment, "segment");
    Objects.requireNonNull(end, "end");
    files = List.copyOf(files);
    entries = List.copyOf(entries);
    deletions = List.copyOf(deletions);
  }
}

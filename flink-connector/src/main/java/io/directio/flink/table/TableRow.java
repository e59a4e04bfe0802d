// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import io.directio.BlockInfo;
import io.directio.FileEvent;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import java.time.Instant;
import java.util.Objects;

/**
 * What is known so far of what may become a row. Everything but the file itself may be null: not
 * known yet, or not to be known at all.
 *
 * @param file the file
 * @param modified when it was last changed
 * @param metadata what the portal's listing says of it
 * @param block where a block of it lies
 * @param bytes the content of the file, or of the block
 * @param error why it can't be read
 * @param event what the row is about if it isn't about a file's content
 */
public record TableRow(
    FileRef file,
    Instant modified,
    FileMetadata metadata,
    BlockInfo block,
    byte[] bytes,
    ManifestEntry.Failure error,
    FileEvent event) {

  public TableRow {
    Objects.requireNonNull(file, "file");
  }

  /** What is known of a file before anything is asked. */
  public static TableRow of(FileRef file, Instant modified) {
    return new TableRow(file, modified, null, null, null, null, null);
  }

  /** What an event tells. */
  public static TableRow of(FileEvent event) {
    String path = event.path() == null ? "" : event.path();
    FileRef file =
        new FileRef(event.fileId(), path, event.size(), event.version(), event.details());
    return new TableRow(file, event.time(), null, null, null, null, event);
  }

  /** The file's path; null if it is an event's, and was not resolved. */
  String path() {
    return event == null ? file.path() : event.path();
  }

  /** The file's size in bytes: what was listed, or else what came with its id. */
  Long size() {
    if (metadata != null) {
      return metadata.size();
    }
    return file.sizeKnown() ? (Long) file.size() : null;
  }

  /** The same with what a listing says. */
  public TableRow listed(FileMetadata listing) {
    return new TableRow(file, modified, listing, block, bytes, error, event);
  }

  /** The same with one of the blocks, and its bytes if they are wanted. */
  public TableRow at(BlockInfo place, byte[] data) {
    return new TableRow(file, modified, metadata, place, data, error, event);
  }

  /** The same with the content. */
  public TableRow with(byte[] content) {
    return new TableRow(file, modified, metadata, block, content, error, event);
  }

  /** The same with what went wrong. */
  public TableRow failed(ManifestEntry.Failure failure) {
    return new TableRow(file, modified, metadata, block, bytes, failure, event);
  }
}

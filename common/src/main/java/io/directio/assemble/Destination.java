// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.FileDeletion;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.Stored;
import java.io.Closeable;
import java.util.Collection;
import java.util.List;

/**
 * Where files are assembled from their blocks. A file becomes visible under its name only by {@link
 * #publish}, whole; until then its bytes lie out of sight, and survive the writer.
 *
 * <p>The life of a file:
 *
 * <ol>
 *   <li>{@link #stored} tells what need not be read again;
 *   <li>{@link #write} takes its blocks, in any order, and gives a {@link Receipt} for each;
 *   <li>{@link #flush} makes everything durable that has been written; only now may a receipt leave
 *       the process that wrote;
 *   <li>a {@link FileAssembly} finds that the receipts cover the file;
 *   <li>{@link #publish} gives the file its name. Any instance can do it, on any machine that sees
 *       the same destination: it need not be one that wrote.
 * </ol>
 *
 * <p>Every step can be repeated without harm: a replay writes the same bytes to the same place, and
 * publishing a published file accepts it. Several instances, in several processes, may write to one
 * destination, even the same file, as long as they write the same version of it.
 *
 * <p><b>Threading:</b> all methods may be called from any thread, also at the same time, except
 * that a file must not be published or abandoned while it is still being written: wait for its
 * writes to return.
 */
public interface Destination extends Closeable {

  /**
   * What the destination already holds of a file.
   *
   * @return the whole file if it was published in this version (same id, fingerprint and size);
   *     else the ranges that an interrupted run wrote durably; else nothing
   * @throws DestinationException if the destination can't be read, or can't hold the file under its
   *     name ({@link io.directio.ErrorCode#UNSAFE_PATH})
   */
  Stored stored(FileMetadata file) throws DestinationException;

  /**
   * Writes one block to its place. The block's array is not used any more when this returns. A
   * block of no bytes creates an empty file.
   *
   * @return the receipt, whose bytes are not durable before the next {@link #flush()}
   * @throws DestinationException if the bytes could not be written; the same block may be written
   *     again
   */
  Receipt write(Block block) throws DestinationException;

  /**
   * Makes durable every byte whose {@link #write} returned before this was called.
   *
   * @throws DestinationException if that failed: the bytes of the files concerned that were not
   *     flushed before may be lost, so those files must be written again by a new instance
   */
  void flush() throws DestinationException;

  /**
   * Gives a file its name, atomically and durably. All its bytes must have been flushed.
   *
   * @return the file's row of the manifest, with the path under which it is now
   * @throws DestinationException if the file was not published; nothing of it is visible then. The
   *     code tells what to do: {@link io.directio.ErrorCode#DESTINATION} can be tried again once
   *     the operator has helped; {@link io.directio.ErrorCode#DESTINATION_CORRUPT} means that the
   *     stored bytes are wrong or gone, and the file has to be transferred again from the start;
   *     {@link io.directio.ErrorCode#PATH_COLLISION} and {@link io.directio.ErrorCode#UNSAFE_PATH}
   *     are final
   */
  default ManifestEntry publish(CompletedFile file) throws DestinationException {
    Publication result = publishAll(List.of(file)).get(0);
    if (result.failure().isPresent()) {
      throw result.failure().get();
    }
    return result.entry().orElseThrow();
  }

  /**
   * Publishes many files at once, which costs far less than one after the other. A file that can't
   * be published doesn't keep the others from it.
   *
   * @return one result for each file, in the same order
   */
  List<Publication> publishAll(Collection<CompletedFile> files);

  /**
   * Removes published files that were deleted at the portal. Only a file that bears our mark of the
   * same file is removed, in a state that is not newer than the deletion, wherever it was published
   * last; and the directories that this leaves empty, if we made them. What is older than the
   * deletion is not published any more, even if it comes later.
   *
   * <p>Does nothing unless the destination was opened to follow deletions, see {@link
   * DestinationSpec#withDeletions}.
   *
   * @return the rows of those that were there, and of those that can't be removed
   * @throws DestinationException if the destination is in trouble; it can be tried again once the
   *     operator has helped
   */
  default List<ManifestEntry> deleteAll(Collection<FileDeletion> deletions)
      throws DestinationException {
    return List.of();
  }

  /**
   * Deletes whatever is partial of a file, in every version of it. What was published stays.
   *
   * @throws DestinationException if it could not be deleted
   */
  void abandon(FileRef file) throws DestinationException;

  /**
   * {@linkplain #abandon Abandons} the file of a row that {@linkplain ManifestEntry#failedForGood
   * failed for good}. What was begun of any other file stays, since another run may go on with it.
   *
   * @throws DestinationException if it could not be deleted
   */
  default void abandonIfHopeless(ManifestEntry row) throws DestinationException {
    if (row.failedForGood()) {
      abandon(new FileRef(row.fileId(), row.path(), row.size(), FileRef.UNKNOWN));
    }
  }

  /**
   * Deletes what dead runs left behind: what is partial and has not changed for a long time.
   *
   * @throws DestinationException if it could not be deleted
   */
  void cleanUp() throws DestinationException;

  /** The manifests that lie beside the files, out of their way; good until this is closed. */
  Manifests manifests();

  /** Lets go of open files. Neither flushes nor publishes; what was flushed can be resumed. */
  @Override
  void close() throws DestinationException;
}

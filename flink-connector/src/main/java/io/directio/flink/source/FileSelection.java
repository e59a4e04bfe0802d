// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.FileRef;
import io.directio.notify.EventCursor;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.flink.api.connector.source.Boundedness;

/**
 * Which files a source reads, in a fixed order that can be picked up again at any place.
 *
 * <p>Travels with the job: serialisable, immutable, and without a secret.
 */
public interface FileSelection extends Serializable {

  /**
   * Files by their ids. They are named by their ids at the destination.
   *
   * <p>The ids travel with the job; for more than some ten thousands use {@link #idsFile}.
   */
  static FileSelection ids(long... fileIds) {
    return new GivenFiles(LongStream.of(fileIds).mapToObj(FileRef::ofId).toList());
  }

  /** Files of which more may be known than their ids: a path, a size. */
  static FileSelection files(List<FileRef> files) {
    return new GivenFiles(files);
  }

  /**
   * Files whose ids stand in a text file, one in a line, in UTF-8; blank lines are skipped, and so
   * is what follows a {@code #}. The file is read as the job needs it, so it may hold millions.
   *
   * @param path a path or URI that Flink's file systems can open on the JobManager; the file must
   *     not change while the job lives
   */
  static FileSelection idsFile(String path) {
    return new IdsFile(path);
  }

  /**
   * The files that are in a portal's folders, without a list of ids: a snapshot, which ends.
   *
   * <p>They are named by their paths at the destination. A file that changes while the snapshot is
   * taken may be read in either version, or in both.
   *
   * @param options the folders, which of their files, and how they are asked for
   */
  static FileSelection folders(NotificationOptions options) {
    return new FolderFiles(options, false, false);
  }

  /**
   * The files that are in a portal's folders, and then those that are created or changed, for ever.
   *
   * <p>A file that changes or is renamed is read again, under its path of that moment. Deletions
   * are told only if they are asked for, see {@link #withDeletions()}.
   *
   * @param options the folders, which of their files, and how they are asked for
   */
  static FileSelection follow(NotificationOptions options) {
    return new FolderFiles(options, true, false);
  }

  /**
   * The same, which also tells that files were deleted, as records of {@link
   * io.directio.FileDeletion}: from the end of the snapshot on, also of files that a filter keeps
   * out since they were changed or renamed.
   *
   * @throws IllegalStateException unless it {@linkplain #follow follows} folders
   */
  default FileSelection withDeletions() {
    throw new IllegalStateException("Only of folders that are followed deletions are told");
  }

  /** Whether the files come to an end. */
  Boundedness boundedness();

  /**
   * Opens the list of files at a place that a cursor of the same selection has been at.
   *
   * @param portal the portal that the source reads from, and how to reach it
   * @throws IOException if the list can't be read
   */
  FileCursor open(Position from, ClientOptions portal) throws IOException;

  /**
   * A place in a selection: what stands in a checkpoint instead of the files that are to come.
   *
   * @param ordinal number of files before this place
   * @param offset where the selection's own storage goes on, in a unit of its own
   * @param line number of lines before this place, for messages; 0 if there are no lines
   * @param events where a stream of events goes on; {@link EventCursor#START} if there is none
   */
  record Position(long ordinal, long offset, long line, EventCursor events)
      implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The beginning of every selection. */
    public static final Position START = new Position(0, 0, 0);

    public Position {
      Objects.requireNonNull(events, "events");
    }

    /** A place in a list. */
    public Position(long ordinal, long offset, long line) {
      this(ordinal, offset, line, EventCursor.START);
    }

    /** Whether files are told that were there at the beginning of a stream of events. */
    public boolean inSnapshot() {
      return !events.groups().isEmpty() && !events.snapshotDone();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.FileRef;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
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
   * Files whose ids stand in a text file, one in a line, in UTF-8; blank lines and lines that start
   * with {@code #} are skipped. The file is read as the job needs it, so it may hold millions.
   *
   * @param path a path or URI that Flink's file systems can open on the JobManager; the file must
   *     not change while the job lives
   */
  static FileSelection idsFile(String path) {
    return new IdsFile(path);
  }

  /** Whether the files come to an end. */
  Boundedness boundedness();

  /**
   * Opens the list of files at a place that a cursor of the same selection has been at.
   *
   * @throws IOException if the list can't be read
   */
  FileCursor open(Position from) throws IOException;

  /**
   * A place in a selection: what stands in a checkpoint instead of the files that are to come.
   *
   * @param ordinal number of files before this place
   * @param offset where the selection's own storage goes on, in a unit of its own
   * @param line number of lines before this place, for messages; 0 if there are no lines
   */
  record Position(long ordinal, long offset, long line) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The beginning of every selection. */
    public static final Position START = new Position(0, 0, 0);
  }
}

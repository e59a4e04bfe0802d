// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.FileRef;
import io.directio.flink.source.split.FileTask;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Walks through a selection of files. Reading may block; it is done on a thread of its own.
 *
 * <p><b>Threading:</b> used by one thread at a time, but for {@link #close()}.
 */
public interface FileCursor extends Closeable {

  /** What a step has led to. */
  enum Step {
    /** To the next file. */
    FILE,
    /** Nowhere: nothing more is there now; there may be later. */
    NOTHING_YET,
    /** To the end. */
    END
  }

  /**
   * Goes one file further.
   *
   * @param patience how long to wait if nothing is there, roughly; zero doesn't wait
   * @throws IOException if the next file can't be told; another step may be tried
   */
  Step advance(Duration patience) throws IOException;

  /** The file that the last step led to, if it led to one. */
  FileRef file();

  /** Whether that file was deleted; told only by selections that were asked for deletions. */
  default boolean deleted() {
    return false;
  }

  /**
   * When the file that the last step led to was last changed, in milliseconds since the epoch; or
   * {@link FileTask#NO_TIME}.
   */
  default long eventTime() {
    return FileTask.NO_TIME;
  }

  /**
   * The place behind the files that the cursor has passed; empty if a cursor can't be opened just
   * there, but behind one of the next files.
   */
  Optional<FileSelection.Position> position();

  /**
   * Lets go of everything, without waiting. Called by any thread; a step that waits meanwhile ends.
   */
  @Override
  void close() throws IOException;
}

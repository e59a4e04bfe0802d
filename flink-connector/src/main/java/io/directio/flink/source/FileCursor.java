// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.FileRef;
import java.io.Closeable;
import java.io.IOException;

/**
 * Walks through a selection of files. Reading may block; it is done on a thread of its own.
 *
 * <p><b>Threading:</b> used by one thread at a time.
 */
public interface FileCursor extends Closeable {

  /** What a step has led to. */
  enum Step {
    /** To the next file. */
    FILE,
    /** Nowhere: nothing more is there, even after waiting a while for it; there may be later. */
    NOTHING_YET,
    /** To the end. */
    END
  }

  /**
   * Goes one file further.
   *
   * @throws IOException if the next file can't be told
   */
  Step advance() throws IOException;

  /** The file that the last step led to, if it led to one. */
  FileRef file();

  /** The place behind the files that the cursor has passed. */
  FileSelection.Position position();
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import io.directio.flink.source.FileCursor;
import io.directio.flink.source.FileSelection;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.time.Duration;

/**
 * Counts ids before they are exported, so that progress knows the whole; and finds what is no id
 * before anything is transferred.
 */
public final class IdCount {

  private IdCount() {}

  /**
   * Number of ids in a file. Nothing is kept of them.
   *
   * @throws IOException if the file can't be read to its end, or holds something else
   */
  public static long of(FileSelection idsFile, ClientOptions portal) throws IOException {
    long count = 0;
    try (FileCursor cursor = idsFile.open(FileSelection.Position.START, portal)) {
      while (cursor.advance(Duration.ZERO) == FileCursor.Step.FILE) {
        count++;
      }
    }
    return count;
  }
}

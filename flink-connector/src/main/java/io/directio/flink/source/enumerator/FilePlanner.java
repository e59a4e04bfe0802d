// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.DirectIOException;
import io.directio.FilePlan;
import io.directio.FileRef;
import java.io.Closeable;

/**
 * Finds out which blocks a file has: one portal call.
 *
 * <p><b>Threading:</b> called from many threads at once.
 */
public interface FilePlanner extends Closeable {

  /**
   * Plans a file.
   *
   * @throws DirectIOException if the file can't be listed
   */
  FilePlan plan(FileRef file) throws DirectIOException;
}

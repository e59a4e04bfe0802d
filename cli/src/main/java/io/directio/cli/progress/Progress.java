// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import java.util.OptionalLong;

/**
 * How far a transfer is.
 *
 * @param filesOk files that were transferred
 * @param filesSkipped files that were there already
 * @param filesFailed files that could not be transferred
 * @param filesTotal number of files of the whole transfer, if it is known
 * @param bytes bytes that were transferred
 * @param bytesTotal bytes of the whole transfer, if they are known
 * @param retries requests that were repeated
 */
public record Progress(
    long filesOk,
    long filesSkipped,
    long filesFailed,
    OptionalLong filesTotal,
    long bytes,
    OptionalLong bytesTotal,
    long retries) {

  /** Files that are finished, however they ended. */
  public long filesDone() {
    return filesOk + filesSkipped + filesFailed;
  }

  /** The part of the work that is done, from 0 to 1; negative if the whole is not known. */
  double fraction() {
    // Files that are skipped bring no bytes, so the bytes never become as many as they are.
    if (bytesTotal.isPresent() && bytesTotal.getAsLong() > 0 && filesSkipped == 0) {
      return Math.min(1, (double) bytes / bytesTotal.getAsLong());
    }
    if (filesTotal.isPresent() && filesTotal.getAsLong() > 0) {
      return Math.min(1, (double) filesDone() / filesTotal.getAsLong());
    }
    return -1;
  }
}

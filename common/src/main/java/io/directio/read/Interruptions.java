// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.DirectIOException;
import io.directio.FileRef;
import io.directio.ListConnectionException;
import io.directio.http.HttpException;
import java.io.InterruptedIOException;

/** Tells work that was called off from work that failed. */
final class Interruptions {

  private Interruptions() {}

  /** Whether somebody's work ended because its thread was interrupted or its call cancelled. */
  static boolean isInterruption(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException
          || (cause instanceof InterruptedIOException
              && !(cause instanceof java.net.SocketTimeoutException))
          || (cause instanceof HttpException http && http.kind() == HttpException.Kind.CANCELLED)) {
        return true;
      }
    }
    return false;
  }

  /** The failure of a listing that nobody waits for any more. */
  static DirectIOException whileListing(FileRef file, InterruptedException cause) {
    return new ListConnectionException(
        file.fileId(), "the reading was interrupted while its blocks were listed", cause);
  }
}

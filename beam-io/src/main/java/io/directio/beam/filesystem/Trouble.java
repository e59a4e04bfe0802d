// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.filesystem;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.assemble.Printable;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Locale;

/** Turns what a file system says into what an operator can act on. */
final class Trouble {

  private Trouble() {}

  /**
   * @param path the file that the user knows, or the destination's address
   * @param attempt what was being done, such as "could not be written"
   */
  static DestinationException of(String path, String attempt, Exception cause) {
    return new DestinationException(
        ErrorCode.DESTINATION,
        Printable.of(path),
        attempt
            + ": "
            + explain(cause)
            + "; check the file system and its options, and run again: what is stored already is"
            + " not transferred again",
        cause);
  }

  /** Whether something was a directory that should be a file, or the other way round. */
  static boolean isDirectoryInTheWay(Exception failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return failure instanceof DirectoryNotEmptyException
        || failure instanceof FileAlreadyExistsException
        || message.contains("unable to create parent directories")
        || message.contains("is a directory")
        || message.contains("not a directory");
  }

  private static String explain(Exception cause) {
    if (cause instanceof ClosedByInterruptException) {
      return "interrupted";
    }
    String type = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? type : type + ", " + Printable.of(cause.getMessage());
  }
}

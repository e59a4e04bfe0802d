// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;

/** Turns what a file system says into what an operator can act on. */
final class FileTrouble {

  /** What the system's text contains, and what to do then. */
  private record Hint(String symptom, String advice) {}

  private static final List<Hint> HINTS =
      List.of(
          new Hint("no space left", "free some space there and run again"),
          new Hint("quota exceeded", "raise the quota or free some space, and run again"),
          new Hint(
              "file too large",
              "the file system or a limit of the process (ulimit -f) doesn't allow files of this"
                  + " size: raise it or choose another destination, and run again"),
          new Hint("read-only file system", "mount it for writing and run again"),
          new Hint(
              "too many open files", "raise the limit of open files (ulimit -n) and run again"),
          new Hint("file name too long", "choose a destination with a shorter path, and run again"),
          new Hint("not a directory", "something else stands where a directory is needed: move it"),
          new Hint("stale", "the network share was exported or mounted anew: run again"));

  private static final String KEPT = "; what is durable there already is not transferred again";

  private FileTrouble() {}

  /**
   * @param path the file that the user knows, or the destination's root
   * @param attempt what was being done, such as "could not be written"
   */
  static DestinationException of(String path, String attempt, IOException cause) {
    if (cause instanceof DestinationException known) {
      return known;
    }
    return new DestinationException(
        ErrorCode.DESTINATION, Printable.of(path), attempt + ": " + explain(cause), cause);
  }

  /** A name that this JVM can't hand to the system. */
  static DestinationException unwritable(String path, InvalidPathException cause) {
    return new DestinationException(
        ErrorCode.UNSAFE_PATH,
        Printable.of(path),
        "this process can't write the name in its character set ("
            + System.getProperty("sun.jnu.encoding")
            + "); start it with LC_ALL=C.UTF-8",
        cause);
  }

  private static String explain(IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return "interrupted" + KEPT;
    }
    if (cause instanceof NoSuchFileException) {
      return "a directory is gone; if the destination was unmounted or moved, bring it back and run"
          + " again"
          + KEPT;
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied; give the user "
          + System.getProperty("user.name")
          + " the right to write there and run again"
          + KEPT;
    }
    if (cause instanceof FileAlreadyExistsException || cause instanceof NotDirectoryException) {
      return "something else stands where a directory is needed; move it away and run again" + KEPT;
    }
    String reason = reason(cause);
    String lower = reason.toLowerCase(Locale.ROOT);
    for (Hint hint : HINTS) {
      if (lower.contains(hint.symptom())) {
        return reason + "; " + hint.advice() + KEPT;
      }
    }
    return reason + "; check the destination's file system and run again" + KEPT;
  }

  private static String reason(IOException cause) {
    String reason =
        cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
    return reason == null || reason.isBlank() ? cause.getClass().getSimpleName() : reason;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.NotificationException;
import io.directio.StreamException;
import io.directio.cli.progress.Human;
import io.directio.portal.CredentialsException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what went wrong: one line, a hint, and only with {@code --verbose} where in the code. */
final class ErrorLines {

  private static final int DEEPEST = 50;

  private ErrorLines() {}

  static void print(PrintStream err, Throwable failure, boolean verbose) {
    print(err, message(failure), hint(failure, verbose));
    if (verbose) {
      failure.printStackTrace(err);
    }
  }

  static void print(PrintStream err, String message, Optional<String> hint) {
    err.println("directio: " + printable(message));
    hint.ifPresent(text -> err.println("  hint: " + text));
  }

  /** Takes out what could steer a terminal: names and answers come from elsewhere. */
  static String printable(String text) {
    return text.replaceAll("\\R", " ").replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  private static String message(Throwable failure) {
    if (failure instanceof UncheckedIOException wrapped) {
      String cause = message(wrapped.getCause());
      String around = wrapped.getMessage();
      return around == null || around.equals(wrapped.getCause().toString())
          ? cause
          : around + ": " + cause;
    }
    if (failure instanceof FileSystemException problem) {
      return fileMessage(problem);
    }
    if (failure instanceof InterruptedException) {
      return "interrupted";
    }
    if (isBecauseOf(failure, OutOfMemoryError.class)) {
      return "out of memory: the heap has "
          + Human.bytes(Runtime.getRuntime().maxMemory())
          + " at most";
    }
    boolean meantForUsers =
        failure instanceof UsageException
            || failure instanceof IOException && !(failure instanceof FileNotFoundException);
    String message = failure.getMessage();
    return meantForUsers && message != null && !message.isBlank()
        ? message
        : "unexpected failure: " + failure;
  }

  private static boolean isBecauseOf(Throwable failure, Class<? extends Throwable> cause) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(DEEPEST)
        .anyMatch(cause::isInstance);
  }

  private static String fileMessage(FileSystemException problem) {
    String what = "'" + problem.getFile() + "': ";
    if (problem instanceof NoSuchFileException) {
      return what + "no such file or directory";
    }
    if (problem instanceof AccessDeniedException) {
      return what + "permission denied";
    }
    if (problem instanceof FileAlreadyExistsException) {
      return what + "exists already";
    }
    if (problem instanceof NotDirectoryException) {
      return what + "not a directory";
    }
    return what + (problem.getReason() == null ? "can't be used" : problem.getReason());
  }

  private static Optional<String> hint(Throwable failure, boolean verbose) {
    if (failure instanceof UsageException usage) {
      return Optional.of(usage.hint());
    }
    if (isBecauseOf(failure, OutOfMemoryError.class)) {
      return Optional.of("give it more: DIRECTIO_JAVA_OPTS=-Xmx1g; see docs/tuning.md");
    }
    if (isBecauseOf(failure, BindException.class)) {
      return Optional.of("choose another port, or leave it out: any free one is taken then");
    }
    if (failure instanceof StreamException && failure.getCause() != null) {
      return hint(failure.getCause(), verbose);
    }
    if (failure instanceof CredentialsException) {
      return Optional.of("--help tells how to give them, such as --credentials-file FILE");
    }
    if (failure instanceof NotificationException refused
        && refused.code() == ErrorCode.UNAUTHORIZED) {
      return Optional.of(Hints.USER);
    }
    if (failure instanceof DirectIOException known) {
      return Hints.of(known.code());
    }
    boolean explained =
        failure instanceof IOException
            || failure instanceof UncheckedIOException
            || failure instanceof InterruptedException;
    return explained || verbose
        ? Optional.empty()
        : Optional.of("this should not happen: --verbose shows more, please report it");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.StreamException;
import java.util.Map;

/** How a command ends, as a shell sees it. */
enum ExitCode {
  /** Everything went well. */
  OK(0),
  /** The command failed. */
  FAILED(1),
  /** The command line makes no sense. */
  USAGE(2),
  /** The command finished, but some files failed. */
  SOME_FILES_FAILED(3),
  /** The portal refused the credentials, or the secret access key is wrong. */
  UNAUTHORIZED(4),
  /** The portal or the storage could not be reached, or did not answer as it should. */
  UNAVAILABLE(5),
  /** Ctrl-C. The JVM exits with this number by itself when it is interrupted. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The exit code of a kind of failure. */
  static ExitCode of(ErrorCode code) {
    return switch (code) {
      case UNAUTHORIZED, KEY -> UNAUTHORIZED;
      case PORTAL_UNAVAILABLE,
          PORTAL_CONNECTION,
          PORTAL_TIMEOUT,
          BLOCK_DOWNLOAD,
          BLOCK_CONNECTION,
          BLOCK_TIMEOUT ->
          UNAVAILABLE;
      default -> FAILED;
    };
  }

  /** The exit code of whatever ended a command. */
  static ExitCode of(Throwable failure) {
    if (failure instanceof UsageException) {
      return USAGE;
    }
    if (failure instanceof InterruptedException) {
      return INTERRUPTED;
    }
    if (failure instanceof StreamException && failure.getCause() != null) {
      return of(failure.getCause());
    }
    return failure instanceof DirectIOException known ? of(known.code()) : FAILED;
  }

  /**
   * The exit code of work on many files.
   *
   * @param files how many files there were
   * @param failures how many failed for which reason
   */
  static ExitCode ofFiles(long files, Map<ErrorCode, Long> failures) {
    if (failures.isEmpty()) {
      return OK;
    }
    long failed = failures.values().stream().mapToLong(Long::longValue).sum();
    boolean unreachable = failures.keySet().stream().allMatch(code -> of(code) == UNAVAILABLE);
    return unreachable && failed == files ? UNAVAILABLE : SOME_FILES_FAILED;
  }
}

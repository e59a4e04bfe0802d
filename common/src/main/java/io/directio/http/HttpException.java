// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.IOException;
import java.util.Objects;

/**
 * An exchange failed below the level of status codes. The message names the host and, at most, the
 * path; what a server sent is never repeated in it.
 */
public class HttpException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What failed, as far as it matters for what to do next. */
  public enum Kind {
    /** No connection could be made: unknown host, refused, unreachable. */
    CONNECT(true),
    /** The connection was lost before or while the answer arrived. */
    RESET(true),
    /** Too slow: to connect, to answer, or while the body was read. */
    TIMEOUT(true),
    /** A certificate was not accepted, on one side or the other. Trying again doesn't help. */
    TLS(false),
    /** What came back is not HTTP as it should be. */
    PROTOCOL(true),
    /** The body ended before its announced end. */
    TRUNCATED(true),
    /** The URL, or the address that its host resolves to, must not be asked. */
    REFUSED(false),
    /** The exchange was cancelled by ourselves, or the transport was closed. */
    CANCELLED(false);

    private final boolean retryable;

    Kind(boolean retryable) {
      this.retryable = retryable;
    }

    /** Whether another attempt can have another outcome. */
    public boolean isRetryable() {
      return retryable;
    }
  }

  private final Kind kind;

  public HttpException(Kind kind, String message) {
    this(kind, message, null);
  }

  public HttpException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** What failed. */
  public Kind kind() {
    return kind;
  }
}

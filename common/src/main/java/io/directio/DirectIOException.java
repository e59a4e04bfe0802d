// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.io.IOException;
import java.util.Objects;

/**
 * The root of everything that can go wrong in Direct IO. A message names the file or block, says
 * what happened and what to do about it; it never holds a credential, a key or the query of a URL.
 */
public class DirectIOException extends IOException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public DirectIOException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public DirectIOException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** The kind of failure. */
  public ErrorCode code() {
    return code;
  }
}

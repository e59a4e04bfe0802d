// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.DirectIOException;
import io.directio.ErrorCode;

/** The credentials can't be found or read. The message says where they were looked for. */
public class CredentialsException extends DirectIOException {

  private static final long serialVersionUID = 1L;

  public CredentialsException(String message) {
    this(message, null);
  }

  public CredentialsException(String message, Throwable cause) {
    super(ErrorCode.UNAUTHORIZED, message, cause);
  }
}

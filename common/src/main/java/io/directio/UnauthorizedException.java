// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The portal refused the credentials (status 401 or 403). */
public class UnauthorizedException extends PortalException {

  private static final long serialVersionUID = 1L;

  public UnauthorizedException(long fileId, String message) {
    this(fileId, message, null);
  }

  public UnauthorizedException(long fileId, String message, Throwable cause) {
    super(ErrorCode.UNAUTHORIZED, fileId, message, cause);
  }
}

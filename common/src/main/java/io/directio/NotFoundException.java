// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The portal does not know the file (status 400 or 404). */
public class NotFoundException extends PortalException {

  private static final long serialVersionUID = 1L;

  public NotFoundException(long fileId, String message) {
    this(fileId, message, null);
  }

  public NotFoundException(long fileId, String message, Throwable cause) {
    super(ErrorCode.NOT_FOUND, fileId, message, cause);
  }
}

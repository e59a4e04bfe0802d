// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The portal called the request invalid (status 500, which it uses for that). */
public class InvalidRequestException extends PortalException {

  private static final long serialVersionUID = 1L;

  public InvalidRequestException(long fileId, String message) {
    this(fileId, message, null);
  }

  public InvalidRequestException(long fileId, String message, Throwable cause) {
    super(ErrorCode.INVALID_REQUEST, fileId, message, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** Not all blocks of the file are on a storage node in Direct Mode (status 422). */
public class UnprocessableException extends PortalException {

  private static final long serialVersionUID = 1L;

  public UnprocessableException(long fileId, String message) {
    this(fileId, message, null);
  }

  public UnprocessableException(long fileId, String message, Throwable cause) {
    super(ErrorCode.NOT_IN_DIRECT_MODE, fileId, message, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The portal could not be reached, or closed the connection. */
public class ListConnectionException extends PortalException {

  private static final long serialVersionUID = 1L;

  public ListConnectionException(long fileId, String message) {
    this(fileId, message, null);
  }

  public ListConnectionException(long fileId, String message, Throwable cause) {
    super(ErrorCode.PORTAL_CONNECTION, fileId, message, cause);
  }
}

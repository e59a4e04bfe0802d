// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The portal did not answer in time. */
public class ListTimeoutException extends PortalException {

  private static final long serialVersionUID = 1L;

  public ListTimeoutException(long fileId, String message) {
    this(fileId, message, null);
  }

  public ListTimeoutException(long fileId, String message, Throwable cause) {
    super(ErrorCode.PORTAL_TIMEOUT, fileId, message, cause);
  }
}

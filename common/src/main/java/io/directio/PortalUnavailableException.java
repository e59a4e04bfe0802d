// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The portal is overloaded, in maintenance, or hidden behind a page that is not its API. */
public class PortalUnavailableException extends PortalException {

  private static final long serialVersionUID = 1L;

  public PortalUnavailableException(long fileId, String message) {
    this(fileId, message, null);
  }

  public PortalUnavailableException(long fileId, String message, Throwable cause) {
    super(ErrorCode.PORTAL_UNAVAILABLE, fileId, message, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The portal's answer is no listing, or contradicts itself. */
public class MalformedListingException extends PortalException {

  private static final long serialVersionUID = 1L;

  public MalformedListingException(long fileId, String message) {
    this(fileId, message, null);
  }

  public MalformedListingException(long fileId, String message, Throwable cause) {
    super(ErrorCode.MALFORMED_LISTING, fileId, message, cause);
  }
}

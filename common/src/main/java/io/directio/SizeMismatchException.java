// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The listed blocks do not add up to the size that the file is known to have. */
public class SizeMismatchException extends PortalException {

  private static final long serialVersionUID = 1L;

  public SizeMismatchException(long fileId, String message) {
    this(fileId, message, null);
  }

  public SizeMismatchException(long fileId, String message, Throwable cause) {
    super(ErrorCode.SIZE_MISMATCH, fileId, message, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The file's key could not be unwrapped: the secret access key is most likely wrong. */
public class KeyDecryptionException extends PortalException {

  private static final long serialVersionUID = 1L;

  public KeyDecryptionException(long fileId, String message) {
    this(fileId, message, null);
  }

  public KeyDecryptionException(long fileId, String message, Throwable cause) {
    super(ErrorCode.KEY, fileId, message, cause);
  }
}

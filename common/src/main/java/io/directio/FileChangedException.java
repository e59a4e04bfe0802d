// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The file changed between two listings; its old and new blocks must not be mixed. */
public class FileChangedException extends PortalException {

  private static final long serialVersionUID = 1L;

  public FileChangedException(long fileId, String message) {
    this(fileId, message, null);
  }

  public FileChangedException(long fileId, String message, Throwable cause) {
    super(ErrorCode.FILE_CHANGED, fileId, message, cause);
  }
}

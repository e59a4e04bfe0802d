// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The portal could not or would not list a file's blocks. */
public class PortalException extends DirectIOException {

  private static final long serialVersionUID = 1L;

  private final long fileId;

  public PortalException(ErrorCode code, long fileId, String message) {
    this(code, fileId, message, null);
  }

  public PortalException(ErrorCode code, long fileId, String message, Throwable cause) {
    super(code, "File " + fileId + ": " + message, cause);
    this.fileId = fileId;
  }

  /** The file that was to be listed. */
  public long fileId() {
    return fileId;
  }
}

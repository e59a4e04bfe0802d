// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** A stream of a file broke off. Everything before {@link #offset()} was delivered. */
public class StreamException extends DirectIOException {

  private static final long serialVersionUID = 1L;

  private final long fileId;
  private final long offset;

  public StreamException(long fileId, long offset, Throwable cause) {
    super(
        ErrorCode.STREAM,
        "The stream of file "
            + fileId
            + " broke off at offset "
            + offset
            + ": "
            + cause.getMessage(),
        cause);
    this.fileId = fileId;
    this.offset = offset;
  }

  /** The file that was streamed. */
  public long fileId() {
    return fileId;
  }

  /** Offset of the first byte that was not delivered: where to resume. */
  public long offset() {
    return offset;
  }
}

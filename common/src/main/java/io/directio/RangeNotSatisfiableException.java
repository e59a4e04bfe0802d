// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** A range of bytes starts at or after the end of the file. */
public class RangeNotSatisfiableException extends DirectIOException {

  private static final long serialVersionUID = 1L;

  private final long fileSize;

  public RangeNotSatisfiableException(long fileId, ByteRange range, long fileSize) {
    super(
        ErrorCode.RANGE,
        "File "
            + fileId
            + " has "
            + fileSize
            + " bytes, so the range "
            + range
            + " lies past its end");
    this.fileSize = fileSize;
  }

  /** The size of the file in bytes. */
  public long fileSize() {
    return fileSize;
  }
}

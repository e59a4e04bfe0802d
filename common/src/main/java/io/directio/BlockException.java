// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.util.Objects;

/** One block of a file could not be read. */
public class BlockException extends DirectIOException {

  private static final long serialVersionUID = 1L;

  private final long fileId;
  private final BlockInfo block;

  public BlockException(ErrorCode code, long fileId, BlockInfo block, String message) {
    this(code, fileId, block, message, null);
  }

  public BlockException(
      ErrorCode code, long fileId, BlockInfo block, String message, Throwable cause) {
    super(
        code,
        "Block "
            + block.number()
            + " of file "
            + fileId
            + " ("
            + block.length()
            + " bytes at offset "
            + block.offset()
            + "): "
            + message,
        cause);
    this.fileId = fileId;
    this.block = Objects.requireNonNull(block, "block");
  }

  /** The file that the block belongs to. */
  public long fileId() {
    return fileId;
  }

  /** The block's number, offset and length. */
  public BlockInfo block() {
    return block;
  }
}

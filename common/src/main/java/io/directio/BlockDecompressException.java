// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** A block can't be decompressed, or would be larger than was listed. */
public class BlockDecompressException extends BlockException {

  private static final long serialVersionUID = 1L;

  public BlockDecompressException(long fileId, BlockInfo block, String message) {
    this(fileId, block, message, null);
  }

  public BlockDecompressException(long fileId, BlockInfo block, String message, Throwable cause) {
    super(ErrorCode.BLOCK_DECOMPRESS, fileId, block, message, cause);
  }
}

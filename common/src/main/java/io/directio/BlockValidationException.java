// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** A block does not have the length that was listed. */
public class BlockValidationException extends BlockException {

  private static final long serialVersionUID = 1L;

  public BlockValidationException(long fileId, BlockInfo block, String message) {
    this(fileId, block, message, null);
  }

  public BlockValidationException(long fileId, BlockInfo block, String message, Throwable cause) {
    super(ErrorCode.BLOCK_VALIDATION, fileId, block, message, cause);
  }
}

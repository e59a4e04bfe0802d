// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The storage did not deliver a block in time. */
public class BlockTimeoutException extends BlockException {

  private static final long serialVersionUID = 1L;

  public BlockTimeoutException(long fileId, BlockInfo block, String message) {
    this(fileId, block, message, null);
  }

  public BlockTimeoutException(long fileId, BlockInfo block, String message, Throwable cause) {
    super(ErrorCode.BLOCK_TIMEOUT, fileId, block, message, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The storage could not be reached, or cut the connection in the middle of a block. */
public class BlockConnectionException extends BlockException {

  private static final long serialVersionUID = 1L;

  public BlockConnectionException(long fileId, BlockInfo block, String message) {
    this(fileId, block, message, null);
  }

  public BlockConnectionException(long fileId, BlockInfo block, String message, Throwable cause) {
    super(ErrorCode.BLOCK_CONNECTION, fileId, block, message, cause);
  }
}

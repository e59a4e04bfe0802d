// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** A block's URL points to a host, or uses a scheme, that is not allowed. */
public class BlockUrlRefusedException extends BlockException {

  private static final long serialVersionUID = 1L;

  public BlockUrlRefusedException(long fileId, BlockInfo block, String message) {
    this(fileId, block, message, null);
  }

  public BlockUrlRefusedException(long fileId, BlockInfo block, String message, Throwable cause) {
    super(ErrorCode.URL_REFUSED, fileId, block, message, cause);
  }
}

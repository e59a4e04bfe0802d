// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The storage refused a block, does not have it, or answered with something else. */
public class BlockDownloadException extends BlockException {

  private static final long serialVersionUID = 1L;

  public BlockDownloadException(long fileId, BlockInfo block, String message) {
    this(fileId, block, message, null);
  }

  public BlockDownloadException(long fileId, BlockInfo block, String message, Throwable cause) {
    super(ErrorCode.BLOCK_DOWNLOAD, fileId, block, message, cause);
  }
}

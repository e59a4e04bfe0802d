// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** A block can't be decrypted: its length or its padding is wrong. */
public class BlockDecryptException extends BlockException {

  private static final long serialVersionUID = 1L;

  public BlockDecryptException(long fileId, BlockInfo block, String message) {
    this(fileId, block, message, null);
  }

  public BlockDecryptException(long fileId, BlockInfo block, String message, Throwable cause) {
    super(ErrorCode.BLOCK_DECRYPT, fileId, block, message, cause);
  }
}

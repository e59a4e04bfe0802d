// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** A block was asked for by a number that the file does not have. */
public class NoSuchBlockException extends DirectIOException {

  private static final long serialVersionUID = 1L;

  public NoSuchBlockException(long fileId, int number, int blocks) {
    super(
        ErrorCode.NO_SUCH_BLOCK,
        "File "
            + fileId
            + " has no block "
            + number
            + ": its blocks are "
            + (blocks == 0 ? "none, it is empty" : "1 to " + blocks));
  }
}

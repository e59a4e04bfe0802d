// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The portal lists no blocks for a file that is known not to be empty. */
public class BlocksNotFoundException extends PortalException {

  private static final long serialVersionUID = 1L;

  public BlocksNotFoundException(long fileId, String message) {
    this(fileId, message, null);
  }

  public BlocksNotFoundException(long fileId, String message, Throwable cause) {
    super(ErrorCode.NO_BLOCKS, fileId, message, cause);
  }
}

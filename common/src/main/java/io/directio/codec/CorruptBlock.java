// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import io.directio.BlockDecompressException;
import io.directio.BlockDecryptException;
import io.directio.BlockException;
import io.directio.BlockInfo;
import io.directio.BlockSplit;
import io.directio.BlockValidationException;

/** Says what is wrong with an object; {@link BlockDecoder}, which knows the block, names it. */
final class CorruptBlock extends Exception {

  private static final long serialVersionUID = 1L;

  private enum Step {
    DECRYPT,
    DECOMPRESS,
    VALIDATE
  }

  private final Step step;

  private CorruptBlock(Step step, String message, Throwable cause) {
    super(message, cause);
    this.step = step;
  }

  /** It can't be decrypted. */
  static CorruptBlock decrypt(String message) {
    return new CorruptBlock(Step.DECRYPT, message, null);
  }

  static CorruptBlock decrypt(String message, Throwable cause) {
    return new CorruptBlock(Step.DECRYPT, message, cause);
  }

  /** It can't be decompressed, or would become larger than the block. */
  static CorruptBlock decompress(String message) {
    return new CorruptBlock(Step.DECOMPRESS, message, null);
  }

  static CorruptBlock decompress(String message, Throwable cause) {
    return new CorruptBlock(Step.DECOMPRESS, message, cause);
  }

  /** It is well-formed, and not as long as the block. */
  static CorruptBlock length(long length) {
    return new CorruptBlock(Step.VALIDATE, "its object holds " + length + " bytes", null);
  }

  /** Its object has a length that no block of this length is stored in. */
  static CorruptBlock storedLength(long found, long right) {
    return new CorruptBlock(
        Step.VALIDATE, "its object has " + found + " bytes instead of " + right, null);
  }

  BlockException of(BlockSplit split) {
    long fileId = split.file().fileId();
    BlockInfo block = split.block();
    String message = getMessage();
    return switch (step) {
      case DECRYPT -> new BlockDecryptException(fileId, block, message, getCause());
      case DECOMPRESS -> new BlockDecompressException(fileId, block, message, getCause());
      case VALIDATE -> new BlockValidationException(fileId, block, message, getCause());
    };
  }
}

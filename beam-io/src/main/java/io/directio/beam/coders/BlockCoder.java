// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

import io.directio.Block;
import io.directio.FileDetails;
import io.directio.FileRef;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/** Blocks, with their bytes. Their size is known without encoding them. */
public final class BlockCoder extends NounCoder<Block> {

  private static final long serialVersionUID = 1L;
  private static final BlockCoder INSTANCE = new BlockCoder();

  /** Everything of an encoded block but its bytes, its file's path and details. */
  private static final int FIXED_BYTES = 1 + 28 + 22 + 20;

  private BlockCoder() {}

  /** The coder. */
  public static BlockCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(Block block, DataOutput out) throws IOException {
    NounFormat.writeBlock(block, out);
  }

  @Override
  protected Block read(DataInput in) throws IOException {
    return NounFormat.readBlock(in);
  }

  @Override
  public boolean isRegisterByteSizeObserverCheap(Block block) {
    return true;
  }

  @Override
  protected long getEncodedElementByteSize(Block block) {
    FileRef file = block.file().file();
    return FIXED_BYTES + Utf8.length(file.path()) + length(file.details()) + block.length();
  }

  private static long length(FileDetails details) {
    if (details.equals(FileDetails.NONE)) {
      return 0;
    }
    return 1
        + length(details.guid())
        + length(details.fileTimestamp())
        + length(details.modified())
        + length(details.acl());
  }

  private static long length(String text) {
    return text == null ? 1 : 1 + Integer.BYTES + Utf8.length(text);
  }

  private static long length(Instant time) {
    return time == null ? 1 : 1 + Long.BYTES + Integer.BYTES;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

import io.directio.Block;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Blocks, with their bytes. Their size is known without encoding them. */
public final class BlockCoder extends NounCoder<Block> {

  private static final long serialVersionUID = 1L;
  private static final BlockCoder INSTANCE = new BlockCoder();

  /** Everything of an encoded block but its bytes and its file's path. */
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
    return FIXED_BYTES + Utf8.length(block.file().file().path()) + block.length();
  }
}

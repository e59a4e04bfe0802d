// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.export;

import io.directio.FileMetadata;
import io.directio.beam.coders.NounCoder;
import io.directio.format.NounFormat;
import io.directio.plan.BlockRun;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Runs of blocks: which, of what version of a file; neither bytes, nor where they are to be had.
 */
final class BlockRunCoder extends NounCoder<BlockRun> {

  private static final long serialVersionUID = 1L;
  private static final BlockRunCoder INSTANCE = new BlockRunCoder();

  private BlockRunCoder() {}

  /** The coder. */
  static BlockRunCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(BlockRun run, DataOutput out) throws IOException {
    NounFormat.writeMetadata(run.file(), out);
    out.writeInt(run.firstBlock());
    out.writeInt(run.lastBlock());
    out.writeLong(run.offset());
    out.writeLong(run.length());
  }

  @Override
  protected BlockRun read(DataInput in) throws IOException {
    FileMetadata file = NounFormat.readMetadata(in);
    return new BlockRun(file, in.readInt(), in.readInt(), in.readLong(), in.readLong());
  }
}

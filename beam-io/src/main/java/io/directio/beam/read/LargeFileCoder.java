// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.beam.coders.NounCoder;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Files that are read in pieces. */
final class LargeFileCoder extends NounCoder<LargeFile> {

  private static final long serialVersionUID = 1L;
  private static final LargeFileCoder INSTANCE = new LargeFileCoder();

  private LargeFileCoder() {}

  /** The coder. */
  static LargeFileCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(LargeFile large, DataOutput out) throws IOException {
    NounFormat.writeFileRef(large.file(), out);
    out.writeLong(large.size());
    out.writeLong(large.fingerprint());
  }

  @Override
  protected LargeFile read(DataInput in) throws IOException {
    return new LargeFile(NounFormat.readFileRef(in), in.readLong(), in.readLong());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

import io.directio.Block;
import io.directio.ReadResult;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Whatever reading gives. The size of a block is known without encoding it. */
public final class ReadResultCoder extends NounCoder<ReadResult> {

  private static final long serialVersionUID = 1L;
  private static final ReadResultCoder INSTANCE = new ReadResultCoder();

  private ReadResultCoder() {}

  /** The coder. */
  public static ReadResultCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(ReadResult result, DataOutput out) throws IOException {
    NounFormat.writeResult(result, out);
  }

  @Override
  protected ReadResult read(DataInput in) throws IOException {
    return NounFormat.readResult(in);
  }

  @Override
  public boolean isRegisterByteSizeObserverCheap(ReadResult result) {
    return result instanceof Block;
  }

  @Override
  protected long getEncodedElementByteSize(ReadResult result) throws Exception {
    return result instanceof Block block
        ? 1 + BlockCoder.of().getEncodedElementByteSize(block)
        : super.getEncodedElementByteSize(result);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.BlockInfo;
import io.directio.DirectIOException;
import java.util.List;

/** One file of a client, as the requests for it see it: how to lease it, and how to fetch. */
final class OpenFile {

  /** Leases the file, as it is now or as it was planned. */
  @FunctionalInterface
  interface Leasing {
    LeasedFile lease() throws DirectIOException;
  }

  private final ReadEngine engine;
  private final OpenReads reads;
  private final Leasing leasing;

  OpenFile(ReadEngine engine, OpenReads reads, Leasing leasing) {
    this.engine = engine;
    this.reads = reads;
    this.leasing = leasing;
  }

  LeasedFile lease() throws DirectIOException {
    return leasing.lease();
  }

  /** Begins to fetch blocks; what it gives is to be closed, and is when the client is. */
  BlockQueue queue(
      LeasedFile file, List<BlockInfo> blocks, boolean ordered, BlockQueue.Window ahead) {
    return reads
        .add(whenClosed -> new BlockQueue(engine, file, blocks, ordered, ahead, whenClosed))
        .start();
  }
}

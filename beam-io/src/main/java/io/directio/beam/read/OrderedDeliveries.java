// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.DirectIOException;
import io.directio.plan.BlockRun;
import io.directio.read.Delivery;
import io.directio.read.ReadTask;
import java.util.HashMap;
import java.util.Map;

/**
 * What a run delivers, in the order of the file: claims must rise. Blocks are fetched in order and
 * arrive nearly so; the early ones wait here. They can't lock out the one that all wait for, since
 * memory was reserved for that before it was for them.
 *
 * <p><b>Threading.</b> Belongs to the thread that runs the function.
 */
final class OrderedDeliveries implements AutoCloseable {

  private final ReadSession session;
  private final ReadTask task;
  private final Map<Integer, Delivery> early = new HashMap<>();
  private boolean ended;

  OrderedDeliveries(ReadSession session, BlockRun run) {
    this.session = session;
    this.task = ReadTask.run(run);
    session.submit(task);
  }

  /**
   * Waits for a block.
   *
   * @param block number of the block
   * @return what settles the block; or, if {@link Delivery#firstBlock()} is 0, what ends the run
   *     instead, as nothing more will come
   */
  Delivery next(int block) throws DirectIOException, InterruptedException {
    Delivery delivery = early.remove(block);
    while (delivery == null) {
      if (ended) {
        throw new IllegalStateException(task + " ended without block " + block);
      }
      Delivery arrived = session.await();
      ended = arrived.last();
      if (arrived.firstBlock() == 0 || arrived.firstBlock() == block) {
        delivery = arrived;
      } else {
        early.put(arrived.firstBlock(), arrived);
      }
    }
    return delivery;
  }

  /** Cancels what is under way, and gives back what has not been handed over. */
  @Override
  public void close() {
    session.cancel(task);
    early.values().forEach(session::done);
    early.clear();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.BlockInfo;
import io.directio.ByteRange;
import io.directio.DirectIOException;
import io.directio.FileChangedException;
import io.directio.FilePlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks for blocks of a file: the Blocks API. Without a selection, for all of them. Blocks come
 * whole, also those of which a range touches only a part, in any order.
 *
 * <pre>{@code
 * try (BlockIterator blocks = client.blocks(12345).workers(16).open()) {
 *   while (blocks.hasNext()) {
 *     Block block = blocks.next();
 *     file.write(block.data(), block.offset());
 *   }
 * }
 * }</pre>
 *
 * <p><b>Threading:</b> not thread-safe; made, used once and forgotten.
 */
public final class BlocksRequest {

  /** Tells which blocks of a file to read. */
  @FunctionalInterface
  private interface Selection {
    List<BlockInfo> of(FilePlan plan) throws DirectIOException;
  }

  private static final int DEFAULT_WORKERS = 20;

  private final OpenFile file;
  private Selection selection = FilePlan::blocks;
  private int workers = DEFAULT_WORKERS;

  BlocksRequest(OpenFile file) {
    this.file = file;
  }

  /**
   * The blocks that hold at least one byte of a range.
   *
   * @param range both ends inclusive; one that starts past the end of the file makes {@link
   *     #open()} throw a {@link io.directio.RangeNotSatisfiableException}
   */
  public BlocksRequest range(ByteRange range) {
    selection = plan -> plan.blocksIn(range);
    return this;
  }

  /**
   * Blocks by their numbers.
   *
   * @param numbers positions in the file, from 1; one that does not exist makes {@link #open()}
   *     throw a {@link io.directio.NoSuchBlockException}. A number given twice counts once
   */
  public BlocksRequest numbers(int... numbers) {
    int[] copy = numbers.clone();
    selection =
        plan -> {
          Set<BlockInfo> found = new LinkedHashSet<>();
          for (int number : copy) {
            found.add(plan.block(number));
          }
          return List.copyOf(found);
        };
    return this;
  }

  /**
   * Blocks that an earlier plan of the file told of.
   *
   * @param blocks the blocks; if the file has other blocks by now, {@link #open()} throws a {@link
   *     FileChangedException}
   */
  public BlocksRequest blocks(List<BlockInfo> blocks) {
    List<BlockInfo> copy = List.copyOf(blocks);
    selection = plan -> verified(plan, copy);
    return this;
  }

  private static List<BlockInfo> verified(FilePlan plan, List<BlockInfo> blocks)
      throws DirectIOException {
    List<BlockInfo> found = new ArrayList<>(blocks.size());
    for (BlockInfo block : new LinkedHashSet<>(blocks)) {
      if (block.number() > plan.blockCount() || !plan.block(block.number()).equals(block)) {
        throw new FileChangedException(
            plan.file().fileId(),
            "its block " + block.number() + " is not the one that was asked for any more");
      }
      found.add(block);
    }
    return found;
  }

  /**
   * How many blocks are fetched at once, at most; default 20. The client's own bounds apply too.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public BlocksRequest workers(int count) {
    workers = checkedWorkers(count);
    return this;
  }

  static int checkedWorkers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("At least one worker, not " + count);
    }
    return count;
  }

  /**
   * Lists the file and begins to fetch.
   *
   * @return to be closed
   * @throws DirectIOException if the file can't be listed, or does not have what was asked for
   */
  public BlockIterator open() throws DirectIOException {
    LeasedFile leased = file.lease();
    List<BlockInfo> selected = selection.of(leased.plan());
    return new BlockIterator(
        file.queue(leased, selected, false, new BlockQueue.Window(workers, workers)));
  }
}

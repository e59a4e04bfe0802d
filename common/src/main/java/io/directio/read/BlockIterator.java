// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Block;
import io.directio.DirectIOException;
import io.directio.FileMetadata;
import java.util.NoSuchElementException;

/**
 * Blocks of a file as they arrive, in any order, fetched ahead in the background. Each block's
 * array is the caller's, for ever.
 *
 * <p><b>Threading:</b> one thread iterates; {@link #close()} may be called by any thread, and ends
 * a {@link #next()} that waits.
 */
public final class BlockIterator implements AutoCloseable {

  private final BlockQueue blocks;

  BlockIterator(BlockQueue blocks) {
    this.blocks = blocks;
  }

  /** The file that the blocks are of. */
  public FileMetadata file() {
    return blocks.file().plan().metadata();
  }

  /** Whether there are more blocks; never waits. False once this is closed. */
  public boolean hasNext() {
    return blocks.hasNext();
  }

  /**
   * Waits for the next block.
   *
   * @throws io.directio.BlockException if a block can't be read; the others still can be
   * @throws DirectIOException if the file can't be read, as it changed, was deleted, or its key
   *     can't be unwrapped
   * @throws NoSuchElementException if there is none, or this was closed
   */
  public Block next() throws DirectIOException {
    Block block = blocks.next();
    if (block == null) {
      throw new NoSuchElementException("There are no more blocks");
    }
    return block;
  }

  /** Cancels all that is under way. */
  @Override
  public void close() {
    blocks.close();
  }
}

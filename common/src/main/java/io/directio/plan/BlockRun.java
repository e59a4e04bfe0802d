// SPDX-License-Identifier: Apache-2.0
package io.directio.plan;

import io.directio.FileMetadata;
import java.io.Serializable;
import java.util.Objects;

/**
 * Consecutive blocks of one planned file: what an engine assigns to one reader. It holds no signed
 * URL and no key: the reader leases them. Each block of a run is still fetched, retried, emitted
 * and remembered by itself.
 *
 * @param file the file, with the fingerprint of the plan that the run was cut from
 * @param firstBlock number of the first block, from 1
 * @param lastBlock number of the last block, inclusive; for an empty file 1, like the first
 * @param offset offset of the run's first byte in the file
 * @param length number of bytes in the run; 0 only for an empty file
 */
public record BlockRun(FileMetadata file, int firstBlock, int lastBlock, long offset, long length)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if the numbers can't be those of a run of this file
   */
  public BlockRun {
    Objects.requireNonNull(file, "file");
    boolean empty = file.blocks() == 0;
    if (firstBlock < 1
        || lastBlock < firstBlock
        || lastBlock > Math.max(1, file.blocks())
        || offset < 0
        || length < 0
        || offset > file.size() - length
        || empty != (length == 0)) {
      throw new IllegalArgumentException(
          "Not a run of file "
              + file.file().fileId()
              + " with "
              + file.blocks()
              + " blocks: blocks "
              + firstBlock
              + " to "
              + lastBlock
              + ", "
              + length
              + " bytes at "
              + offset);
    }
  }

  /** Number of blocks; 1 for the run of an empty file, whose single block has no bytes. */
  public int blocks() {
    return lastBlock - firstBlock + 1;
  }

  /** Offset of the first byte after the run. */
  public long end() {
    return offset + length;
  }

  /** Whether this run holds the file's first block, and so speaks for the file as a whole. */
  public boolean isFirst() {
    return firstBlock == 1;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio;

/**
 * Where the bytes of a block come from: a whole chunk of the listing, or, for a native object that
 * is read in pieces, a part of one.
 *
 * @param chunk index of the chunk in the listing, from 0
 * @param offset offset of the first byte in the chunk
 * @param length number of bytes
 * @param chunkLength length of the whole chunk
 */
public record ChunkSlice(int chunk, long offset, int length, long chunkLength) {

  /** Whether the slice is the whole chunk, so that it is fetched without a range. */
  public boolean isWhole() {
    return offset == 0 && length == chunkLength;
  }
}

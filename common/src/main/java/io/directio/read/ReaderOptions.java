// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Stored;
import java.util.Objects;

/**
 * How a {@link BlockReader} reads.
 *
 * @param stored asked for each task what the destination holds already, so that it is not fetched
 *     again; called on worker threads
 * @param reuseArrays whether arrays of blocks are used again after {@link
 *     BlockReader#done(Delivery)}: the consumer then must not touch a block after that. Saves
 *     garbage of the size of all that is read
 * @param maxFetches blocks that this reader fetches at once; bounded by the client's as well
 */
public record ReaderOptions(StoredLookup stored, boolean reuseArrays, int maxFetches) {

  /** Nothing is stored, arrays are not reused, as many fetches as the client allows. */
  public static final ReaderOptions DEFAULT =
      new ReaderOptions(file -> Stored.nothing(), false, Integer.MAX_VALUE);

  public ReaderOptions {
    Objects.requireNonNull(stored, "stored");
    if (maxFetches < 1) {
      throw new IllegalArgumentException("At least one fetch at once, not " + maxFetches);
    }
  }

  /** The same with another lookup. */
  public ReaderOptions withStored(StoredLookup lookup) {
    return new ReaderOptions(lookup, reuseArrays, maxFetches);
  }

  /** The same, with or without the reuse of arrays. */
  public ReaderOptions withReuseArrays(boolean reuse) {
    return new ReaderOptions(stored, reuse, maxFetches);
  }

  /** The same with another bound of fetches. */
  public ReaderOptions withMaxFetches(int fetches) {
    return new ReaderOptions(stored, reuseArrays, fetches);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a destination already holds of a file, as far as it can promise it: asked before the file is
 * read, so that nothing is fetched twice.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface Stored {

  /** The destination holds nothing of the file, or nothing that it could vouch for. */
  static Stored nothing() {
    return Nothing.INSTANCE;
  }

  /**
   * The destination holds the whole file, in this version, under its final name.
   *
   * @param path where it is below the destination's root
   * @param crc32c CRC-32C of the file, if the destination knows it
   */
  static Stored whole(String path, OptionalInt crc32c) {
    return new Whole(path, crc32c);
  }

  /**
   * The destination holds some ranges of the file, from an earlier run that was interrupted.
   *
   * @param ranges what it holds, by ascending offset, without overlaps; as it was written: a range
   *     for each block, not merged
   */
  static Stored partly(List<StoredRange> ranges) {
    return ranges.isEmpty() ? nothing() : new Partly(ranges);
  }

  /** Nothing that the destination could vouch for. */
  enum Nothing implements Stored {
    INSTANCE
  }

  /**
   * The whole file, published.
   *
   * @param path where it is below the destination's root
   * @param crc32c CRC-32C of the file, if the destination knows it
   */
  record Whole(String path, OptionalInt crc32c) implements Stored {
    public Whole {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(crc32c, "crc32c");
    }
  }

  /**
   * Some ranges of the file, not published.
   *
   * @param ranges what there is, by ascending offset, without overlaps; at least one
   */
  record Partly(List<StoredRange> ranges) implements Stored {
    public Partly {
      ranges = List.copyOf(ranges);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.download;

import io.directio.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The parts of a file that a download consists of, one after the other.
 *
 * @param ranges the parts, in the order in which they are wanted, each with an end of its own; none
 *     for a download of no bytes
 */
public record Pieces(List<ByteRange> ranges) {

  public Pieces {
    ranges = List.copyOf(ranges);
  }

  /** Number of bytes. */
  public long length() {
    return ranges.stream().mapToLong(Pieces::length).sum();
  }

  /** What is left behind the first bytes. */
  public Pieces after(long bytes) {
    long skip = bytes;
    List<ByteRange> left = new ArrayList<>();
    for (ByteRange range : ranges) {
      long skipped = Math.min(skip, length(range));
      skip -= skipped;
      if (skipped < length(range)) {
        left.add(ByteRange.of(range.first() + skipped, range.last()));
      }
    }
    return new Pieces(left);
  }

  private static long length(ByteRange range) {
    return range.last() - range.first() + 1;
  }

  /** The parts as text, such as {@code 0-99,200-299}. */
  @Override
  public String toString() {
    return ranges.stream().map(ByteRange::toString).collect(Collectors.joining(","));
  }
}

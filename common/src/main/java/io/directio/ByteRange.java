// SPDX-License-Identifier: Apache-2.0
package io.directio;

/**
 * A range of bytes of a file, both ends inclusive, as in HTTP.
 *
 * @param first offset of the first byte, at least 0
 * @param last offset of the last byte, at least {@code first}; {@link Long#MAX_VALUE} means "to the
 *     end of the file"
 */
public record ByteRange(long first, long last) {

  /** The whole file. */
  public static final ByteRange ALL = from(0);

  /**
   * @throws IllegalArgumentException if {@code first} is negative or {@code last} lies before it
   */
  public ByteRange {
    if (first < 0) {
      throw new IllegalArgumentException("A byte range can't start at " + first);
    }
    if (last < first) {
      throw new IllegalArgumentException(
          "The byte range " + first + "-" + last + " ends before it starts");
    }
  }

  /** From {@code first} to the end of the file. */
  public static ByteRange from(long first) {
    return new ByteRange(first, Long.MAX_VALUE);
  }

  /** The bytes {@code first} to {@code last}, both inclusive. */
  public static ByteRange of(long first, long last) {
    return new ByteRange(first, last);
  }

  /**
   * Cuts the range at the end of a file.
   *
   * <p>The whole range of an empty file is empty, which a range with inclusive ends can't say: ask
   * {@link FilePlan#blocksIn(ByteRange)} instead, which can.
   *
   * @param fileSize the size of the file in bytes
   * @throws RangeNotSatisfiableException if the range starts at or after the end of the file
   */
  public ByteRange within(long fileId, long fileSize) throws RangeNotSatisfiableException {
    if (first >= fileSize) {
      throw new RangeNotSatisfiableException(fileId, this, fileSize);
    }
    return last < fileSize ? this : new ByteRange(first, fileSize - 1);
  }

  /** Whether the range has no end of its own. */
  public boolean isOpenEnded() {
    return last == Long.MAX_VALUE;
  }

  @Override
  public String toString() {
    return isOpenEnded() ? first + "-" : first + "-" + last;
  }
}

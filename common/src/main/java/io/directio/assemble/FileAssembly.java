// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.FileChangedException;
import io.directio.FileMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Finds out when the receipts of one file cover it: without gaps, without overlaps, to its last
 * byte.
 *
 * <p>Neighbouring ranges are merged and their digests combined, so that what is kept grows with the
 * number of holes, not with the number of blocks. The price is that a block that comes a second
 * time inside a merged range can't be compared with what came first: then the file is marked to be
 * {@linkplain CompletedFile#verify() read back} before it is published.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class FileAssembly {

  /**
   * Bytes that have arrived.
   *
   * @param offset offset of the first byte
   * @param length number of bytes; 0 only for an empty file
   * @param crc32c CRC-32C of the bytes
   */
  public record Range(long offset, long length, int crc32c) {

    /** Offset of the first byte after the range. */
    public long end() {
      return offset + length;
    }
  }

  private final FileMetadata file;
  private final TreeMap<Long, Range> ranges = new TreeMap<>();
  private long received;
  private boolean verify;

  /** Begins the assembly of a file of which nothing has arrived. */
  public FileAssembly(FileMetadata file) {
    this.file = Objects.requireNonNull(file, "file");
  }

  /**
   * Goes on with an assembly from what {@link #ranges()} gave. Restored ranges count as inherited.
   *
   * @throws FileChangedException if the ranges contradict each other
   */
  public static FileAssembly restore(FileMetadata file, List<Range> ranges)
      throws FileChangedException {
    FileAssembly assembly = new FileAssembly(file);
    for (Range range : ranges) {
      assembly.add(new Receipt(file, range.offset(), range.length(), range.crc32c(), true));
    }
    return assembly;
  }

  /**
   * Counts a receipt in. Receipts may come in any order, and again: the same one twice changes
   * nothing.
   *
   * @throws FileChangedException if the receipt is for another version of the file, or for bytes of
   *     which others have come: the file must be transferred again from the start
   * @throws IllegalArgumentException if the receipt is for another file
   */
  public void add(Receipt receipt) throws FileChangedException {
    checkFile(receipt.file());
    if (receipt.length() == 0 && file.size() != 0) {
      throw new IllegalArgumentException("A receipt for no bytes of " + describe());
    }
    verify |= receipt.inherited();
    Range range = new Range(receipt.offset(), receipt.length(), receipt.crc32c());
    Map.Entry<Long, Range> before = ranges.floorEntry(range.offset());
    if (before != null && isReplay(range, before.getValue())) {
      return;
    }
    Map.Entry<Long, Range> after = ranges.higherEntry(range.offset());
    if ((before != null && before.getValue().end() > range.offset())
        || (after != null && after.getKey() < range.end())) {
      throw new FileChangedException(
          file.file().fileId(),
          "two blocks overlap around bytes "
              + text(range)
              + "; it was read with two different settings or changed meanwhile, and must be"
              + " transferred again from the start");
    }
    received += range.length();
    Range merged = merge(before, range, after);
    ranges.put(merged.offset(), merged);
  }

  /** Whether every byte of the file has arrived. */
  public boolean complete() {
    return received == file.size() && !ranges.isEmpty();
  }

  /**
   * The file, ready to be published.
   *
   * @throws IllegalStateException if it is not {@link #complete()}
   */
  public CompletedFile completed() {
    if (!complete()) {
      throw new IllegalStateException(
          "Only " + received + " of " + file.size() + " bytes of " + describe() + " have arrived");
    }
    return new CompletedFile(file, ranges.firstEntry().getValue().crc32c(), verify);
  }

  /** The file that is assembled. */
  public FileMetadata file() {
    return file;
  }

  /** Number of bytes that have arrived. */
  public long received() {
    return received;
  }

  /** What has arrived, merged, by ascending offset: all that has to be remembered. */
  public List<Range> ranges() {
    return new ArrayList<>(ranges.values());
  }

  private void checkFile(FileMetadata other) throws FileChangedException {
    if (other.file().fileId() != file.file().fileId()) {
      throw new IllegalArgumentException(
          "A receipt of file " + other.file().fileId() + " is none of " + describe());
    }
    if (other.fingerprint() != file.fingerprint() || other.size() != file.size()) {
      throw new FileChangedException(
          file.file().fileId(),
          "its blocks belong to two versions of it, "
              + file.fingerprintText()
              + " and "
              + other.fingerprintText());
    }
  }

  private boolean isReplay(Range range, Range known) throws FileChangedException {
    if (range.offset() == known.offset() && range.length() == known.length()) {
      if (range.crc32c() != known.crc32c()) {
        throw new FileChangedException(
            file.file().fileId(),
            "bytes "
                + text(range)
                + " were read twice and came out different; it must be transferred again from the"
                + " start");
      }
      return true;
    }
    boolean inside = range.end() <= known.end();
    verify |= inside;
    return inside;
  }

  private Range merge(Map.Entry<Long, Range> before, Range range, Map.Entry<Long, Range> after) {
    Range merged = range;
    if (before != null && before.getValue().end() == merged.offset()) {
      merged = join(before.getValue(), merged);
    }
    if (after != null && after.getKey() == merged.end()) {
      ranges.remove(after.getKey());
      merged = join(merged, after.getValue());
    }
    if (merged.offset() != range.offset()) {
      ranges.remove(merged.offset());
    }
    return merged;
  }

  private static Range join(Range left, Range right) {
    return new Range(
        left.offset(),
        left.length() + right.length(),
        Crc32c.combine(left.crc32c(), right.crc32c(), right.length()));
  }

  private static String text(Range range) {
    return range.offset() + " to " + (range.end() - 1);
  }

  private String describe() {
    return "file " + file.file().fileId() + " in version " + file.fingerprintText();
  }

  @Override
  public String toString() {
    return received + " of " + file.size() + " bytes of " + describe();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.objects;

import io.directio.FileMetadata;
import io.directio.assemble.Crc32c;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The blocks of one unit of a file, as far as they have come: those that start within the unit's
 * bytes.
 *
 * <p><b>Threading:</b> not thread-safe; guarded by the lock of its writer.
 */
final class UnitBuffer {

  /** A block, copied. */
  static final class Segment {
    final long offset;
    final byte[] bytes;
    final int crc32c;
    boolean durable;

    Segment(long offset, byte[] bytes, int crc32c) {
      this.offset = offset;
      this.bytes = bytes;
      this.crc32c = crc32c;
    }

    long end() {
      return offset + bytes.length;
    }
  }

  /** Blocks that lie end to end: what becomes a piece. */
  record Stretch(List<Segment> segments) {
    Piece piece() {
      int crc = 0;
      for (Segment segment : segments) {
        crc = Crc32c.combine(crc, segment.crc32c, segment.bytes.length);
      }
      return new Piece(segments.get(0).offset, length(), crc);
    }

    Content content() {
      Piece piece = piece();
      List<byte[]> arrays = segments.stream().map(segment -> segment.bytes).toList();
      return Content.of(arrays, piece.length(), piece.crc32c());
    }

    long length() {
      return segments.get(segments.size() - 1).end() - segments.get(0).offset;
    }

    boolean isDurable() {
      return segments.stream().allMatch(segment -> segment.durable);
    }
  }

  private final FileMetadata file;
  private final long start;
  private final long end;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private long bytes;

  /**
   * @param start offset of the unit's first byte
   * @param end offset of the first byte after the unit
   */
  UnitBuffer(FileMetadata file, long start, long end) {
    this.file = file;
    this.start = start;
    this.end = end;
  }

  FileMetadata file() {
    return file;
  }

  /** Offset of the first byte that is here. */
  long first() {
    return segments.firstKey();
  }

  /** Bytes that are held. */
  long bytes() {
    return bytes;
  }

  /** Takes a block; returns false if it is here already. */
  boolean add(Segment segment) {
    if (segments.putIfAbsent(segment.offset, segment) != null) {
      return false;
    }
    bytes += segment.bytes.length;
    return true;
  }

  /**
   * Whether all blocks of the unit are here: without gaps, up to its end or the file's.
   *
   * @param startKnown whether the first block here is known to be the unit's first, since the block
   *     before it began in another unit
   */
  boolean isComplete(boolean startKnown) {
    if (first() != start && !startKnown) {
      return false;
    }
    long reached = first();
    for (Segment segment : segments.values()) {
      if (segment.offset != reached) {
        return false;
      }
      reached = segment.end();
    }
    return reached >= Math.min(end, file.size());
  }

  /** Whether everything here is in the bucket. */
  boolean isDurable() {
    return segments.values().stream().allMatch(segment -> segment.durable);
  }

  /** What is here, in stretches without gaps. */
  List<Stretch> stretches() {
    List<Stretch> stretches = new ArrayList<>();
    List<Segment> stretch = new ArrayList<>();
    for (Segment segment : segments.values()) {
      if (!stretch.isEmpty() && stretch.get(stretch.size() - 1).end() != segment.offset) {
        stretches.add(new Stretch(List.copyOf(stretch)));
        stretch.clear();
      }
      stretch.add(segment);
    }
    stretches.add(new Stretch(List.copyOf(stretch)));
    return stretches;
  }
}

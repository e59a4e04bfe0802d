// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.objects;

import io.directio.assemble.Crc32c;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses among the pieces of a file those that it is put together from. There may be more than are
 * needed: a part that was not full at a checkpoint is stored as it was, and once more when it is
 * full; a replay may cut otherwise than the first attempt.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class Tiling {

  private static final Comparator<Piece> LONGEST_FIRST =
      Comparator.comparingLong(Piece::offset)
          .thenComparing(Comparator.comparingLong(Piece::length).reversed());

  /** The last piece of the best way to reach an offset, and how many pieces that way has. */
  private record Way(Piece last, int pieces) {}

  private Tiling() {}

  /**
   * The fewest pieces that lie end to end and cover the file.
   *
   * @param size the file's size in bytes, at least 1
   * @return the pieces by ascending offset; none if no pieces fit together
   */
  public static Optional<List<Piece>> of(Collection<Piece> pieces, long size) {
    Map<Long, Way> ways = new HashMap<>();
    ways.put(0L, new Way(null, 0));
    List<Piece> sorted = new ArrayList<>(pieces);
    sorted.sort(LONGEST_FIRST);
    for (Piece piece : sorted) {
      Way before = ways.get(piece.offset());
      if (before != null) {
        Way way = new Way(piece, before.pieces() + 1);
        ways.merge(piece.end(), way, (a, b) -> b.pieces() < a.pieces() ? b : a);
      }
    }
    if (!ways.containsKey(size)) {
      return Optional.empty();
    }
    List<Piece> tiles = new ArrayList<>();
    for (Piece last = ways.get(size).last(); last != null; last = ways.get(last.offset()).last()) {
      tiles.add(last);
    }
    Collections.reverse(tiles);
    return Optional.of(tiles);
  }

  /** Pieces that don't overlap, by ascending offset, as much of the file as is easily had. */
  public static List<Piece> apart(Collection<Piece> pieces) {
    List<Piece> sorted = new ArrayList<>(pieces);
    sorted.sort(LONGEST_FIRST);
    List<Piece> apart = new ArrayList<>();
    long end = 0;
    for (Piece piece : sorted) {
      if (piece.offset() >= end) {
        apart.add(piece);
        end = piece.end();
      }
    }
    return apart;
  }

  /**
   * Pieces that together hold every byte of the file, where some must be shortened at their
   * beginning to lie end to end.
   *
   * @return the pieces by ascending offset; none if bytes are missing
   */
  public static Optional<List<Piece>> overlapping(Collection<Piece> pieces, long size) {
    List<Piece> sorted = new ArrayList<>(pieces);
    sorted.sort(LONGEST_FIRST);
    List<Piece> chosen = new ArrayList<>();
    long end = 0;
    int next = 0;
    while (end < size) {
      Piece best = null;
      for (; next < sorted.size() && sorted.get(next).offset() <= end; next++) {
        Piece piece = sorted.get(next);
        if (piece.end() > end && (best == null || piece.end() > best.end())) {
          best = piece;
        }
      }
      if (best == null) {
        return Optional.empty();
      }
      chosen.add(best);
      end = best.end();
    }
    return end == size ? Optional.of(chosen) : Optional.empty();
  }

  /** The digest of pieces that lie end to end. */
  public static int crc32c(List<Piece> tiles) {
    int crc = 0;
    for (Piece tile : tiles) {
      crc = Crc32c.combine(crc, tile.crc32c(), tile.length());
    }
    return crc;
  }
}

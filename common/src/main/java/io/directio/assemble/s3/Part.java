// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.assemble.objects.Piece;
import io.directio.assemble.objects.Tiling;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the object that a file is published as: pieces that lie end to end. A part of one piece
 * is copied by the store; one of several, which are too small for that, is read and written again.
 *
 * @param number the part's number, from 1
 * @param pieces its pieces, at least one
 */
record Part(int number, List<Piece> pieces) {

  Part {
    pieces = List.copyOf(pieces);
  }

  long offset() {
    return pieces.get(0).offset();
  }

  long length() {
    return pieces.get(pieces.size() - 1).end() - offset();
  }

  int crc32c() {
    return Tiling.crc32c(pieces);
  }

  /**
   * Makes parts of the pieces of a file: a part for each piece that is large enough, and pieces
   * that aren't together with those that follow. Every part but the last has at least {@link
   * S3DestinationSpec#MIN_PART} bytes, and there are at most {@link S3DestinationSpec#MAX_PARTS}.
   *
   * @param tiles pieces that lie end to end and cover the file
   */
  static List<Part> of(List<Piece> tiles) {
    long size = tiles.get(tiles.size() - 1).end();
    long most = S3DestinationSpec.MAX_PARTS;
    long least = Math.max(S3DestinationSpec.MIN_PART, (size + most - 1) / most);
    List<Part> parts = new ArrayList<>();
    List<Piece> together = new ArrayList<>();
    long length = 0;
    for (Piece tile : tiles) {
      together.add(tile);
      length += tile.length();
      if (length >= least || tile.end() == size) {
        parts.add(new Part(parts.size() + 1, together));
        together.clear();
        length = 0;
      }
    }
    return parts;
  }
}

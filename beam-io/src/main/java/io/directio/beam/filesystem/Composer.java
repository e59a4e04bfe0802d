// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.filesystem;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Printable;
import io.directio.assemble.objects.Piece;
import io.directio.assemble.objects.Tiling;
import io.directio.beam.filesystem.Partials.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Puts a file together from its pieces, in one stream through this machine.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Composer {

  private final Tree tree;
  private final Partials partials;

  Composer(Tree tree, Partials partials) {
    this.tree = tree;
    this.partials = partials;
  }

  /**
   * Puts a file together.
   *
   * @return where it is; it has the digest that it should have
   * @throws DestinationException with {@link ErrorCode#DESTINATION_CORRUPT} if it can't have it
   */
  ResourceId compose(CompletedFile completed) throws IOException {
    FileMetadata file = completed.file();
    ResourceId draft = partials.draft(file);
    CRC32C crc = new CRC32C();
    try (OutputStream out = new CheckedOutputStream(tree.create(draft), crc)) {
      if (file.size() > 0) {
        copy(file, out);
      }
    }
    if ((int) crc.getValue() != completed.crc32c()) {
      tree.delete(List.of(draft));
      throw corrupt(
          file,
          String.format(
              "the stored parts have the CRC-32C %08x instead of %08x",
              (int) crc.getValue(), completed.crc32c()));
    }
    return draft;
  }

  private void copy(FileMetadata file, OutputStream out) throws IOException {
    Map<Piece, ResourceId> stored = new HashMap<>();
    for (Stored one : partials.pieces(file)) {
      stored.put(one.piece(), one.file());
    }
    List<Piece> pieces =
        Tiling.of(stored.keySet(), file.size())
            .or(() -> Tiling.overlapping(stored.keySet(), file.size()))
            .orElse(List.of());
    if (pieces.isEmpty()) {
      throw corrupt(file, "its stored parts are gone");
    }
    long end = 0;
    for (Piece piece : pieces) {
      try (InputStream in = tree.open(stored.get(piece))) {
        in.skipNBytes(end - piece.offset());
        in.transferTo(out);
      }
      end = piece.end();
    }
  }

  private static DestinationException corrupt(FileMetadata file, String message) {
    return new DestinationException(
        ErrorCode.DESTINATION_CORRUPT,
        Printable.of(file.file().path()),
        message + "; it was not published and has to be transferred again");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.filesystem;

import io.directio.FileMetadata;
import io.directio.assemble.objects.Content;
import io.directio.assemble.objects.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * What lies on the file system of files that aren't published.
 *
 * <pre>
 * ROOT/.directio/partial/HHH/ID-FINGERPRINT-OFFSET-LENGTH-CRC32C-UNIQUE    a piece
 * ROOT/.directio/partial/HHH/ID-FINGERPRINT-draft-UNIQUE                   pieces put together
 * </pre>
 *
 * <p>Every attempt writes under a name of its own, so that none writes into what another one, or a
 * publisher, uses. Files are spread over 4096 directories by their ids, since some file systems
 * read a whole directory to find a file in it. An attempt that was interrupted may leave a piece
 * that is shorter than its name says: it is none.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Partials {

  private static final String DIRECTORY = ".directio/partial/";
  private static final int UNIQUE = 36;

  /** A piece, and where it is. */
  record Stored(Piece piece, ResourceId file) {}

  private final Tree tree;

  Partials(Tree tree) {
    this.tree = tree;
  }

  private static String directory(long fileId) {
    return String.format("%03x", Math.floorMod(Long.hashCode(fileId), 1 << 12));
  }

  private static String stem(FileMetadata file) {
    return file.file().fileId() + "-" + file.fingerprintText() + "-";
  }

  private ResourceId create(FileMetadata file, String name) {
    return tree.file(
        List.of(
            ".directio",
            "partial",
            directory(file.file().fileId()),
            stem(file) + name + "-" + UUID.randomUUID()));
  }

  private List<Tree.Found> find(long fileId, String prefix) throws IOException {
    return tree.find(DIRECTORY + directory(fileId) + "/" + prefix + "*");
  }

  /** Stores a piece. */
  void put(FileMetadata file, Piece piece, Content content) throws IOException {
    try (InputStream in = content.open().get();
        OutputStream out = tree.create(create(file, piece.name()))) {
      in.transferTo(out);
    }
  }

  /** A new place for what is put together. */
  ResourceId draft(FileMetadata file) {
    return create(file, "draft");
  }

  /** The pieces of a file in this version; only those that are whole and fit into it. */
  List<Stored> pieces(FileMetadata file) throws IOException {
    List<Stored> pieces = new ArrayList<>();
    int stem = stem(file).length();
    for (Tree.Found found : find(file.file().fileId(), stem(file))) {
      parse(found.name().substring(stem))
          .filter(piece -> piece.length() == found.size() && piece.end() <= file.size())
          .ifPresent(piece -> pieces.add(new Stored(piece, found.file())));
    }
    return pieces;
  }

  private static Optional<Piece> parse(String name) {
    int end = name.length() - UNIQUE - 1;
    return end < 1 ? Optional.empty() : Piece.parse(name.substring(0, end));
  }

  /** Deletes what there is of a file in this version. */
  void delete(FileMetadata file) throws IOException {
    delete(find(file.file().fileId(), stem(file)));
  }

  /** Deletes what there is of a file in all versions. */
  void delete(long fileId) throws IOException {
    delete(find(fileId, fileId + "-"));
  }

  /** Deletes what has not changed since then, as far as the file system tells times. */
  void deleteUnchangedSince(Instant limit) throws IOException {
    delete(
        tree.find(DIRECTORY + "*/*").stream()
            .filter(
                found -> found.changedMillis() > 0 && found.changedMillis() < limit.toEpochMilli())
            .toList());
  }

  private void delete(List<Tree.Found> found) throws IOException {
    tree.delete(found.stream().map(Tree.Found::file).toList());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.DestinationException;
import io.directio.FileMetadata;
import io.directio.assemble.FileNotes;
import io.directio.assemble.PathPolicy;
import io.directio.assemble.SafePath;
import io.directio.assemble.objects.Piece;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The names of objects below a prefix.
 *
 * <pre>
 * PREFIX…                                                          what is published
 * PREFIX.directio/partial/ID-FINGERPRINT/OFFSET-LENGTH-CRC32C      a piece of a file
 * PREFIX.directio/partial/ID-FINGERPRINT/upload-…                  an upload that puts them together
 * PREFIX.directio/manifest/…                                       the manifests of exports
 * PREFIX.directio/file/HASH                                        where a file is
 * PREFIX.directio/deleted/HASH                                     that a file was deleted
 * </pre>
 *
 * <p>Offsets have leading zeros, so that a listing gives pieces in the order of the file.
 */
record Keys(String prefix) {

  /** So many bytes of UTF-8 fit into a key. */
  private static final int MAX_KEY = 1024;

  private static final String WORK = ".directio/";
  private static final String UPLOAD = "upload-";

  /** The name of a file, made safe, below the prefix. */
  SafePath path(String path, PathPolicy policy) throws DestinationException {
    int room = MAX_KEY - prefix.getBytes(StandardCharsets.UTF_8).length;
    return SafePath.of(path, policy, room);
  }

  /** The key under which a file is published. */
  String published(SafePath path) {
    return prefix + path;
  }

  /** What the keys of everything begin with that isn't published. */
  String partials() {
    return prefix + WORK + "partial/";
  }

  /** What the keys of all manifests begin with. */
  String manifests() {
    return prefix + WORK + "manifest/";
  }

  /** The key of the note that says where a file is. */
  String file(String guid) {
    return prefix + WORK + "file/" + FileNotes.hash(guid);
  }

  /** The key of the note that says that a file was deleted. */
  String deleted(String guid) {
    return deleted() + FileNotes.hash(guid);
  }

  /** What the keys of all notes about deleted files begin with. */
  String deleted() {
    return prefix + WORK + "deleted/";
  }

  /** What the keys begin with that belong to any version of a file. */
  String partialsOf(long fileId) {
    return partials() + fileId + "-";
  }

  /** What the keys begin with that belong to this version of a file. */
  String partialsOf(FileMetadata file) {
    return partialsOf(file.file().fileId()) + file.fingerprintText() + "/";
  }

  /** The key of a piece. */
  String piece(FileMetadata file, Piece piece) {
    return partialsOf(file) + piece.name();
  }

  /** The key of the note about an upload. */
  String upload(FileMetadata file, String name) {
    return partialsOf(file) + UPLOAD + name;
  }

  /** Whether a key is that of a note about an upload. */
  static boolean isUpload(String key) {
    return name(key).startsWith(UPLOAD);
  }

  /** What a key below {@link #partials()} has in common with the others of its file. */
  static String directory(String key) {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }

  /** The piece that a key names; none if it is no key of one. */
  static Optional<Piece> parse(String key) {
    return Piece.parse(name(key));
  }

  private static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}

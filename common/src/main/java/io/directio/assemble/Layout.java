// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.FileMetadata;
import java.nio.file.Path;

/**
 * Where things lie below the root of a local destination.
 *
 * <pre>
 * ROOT/…                                          what is published
 * ROOT/.directio/partial/ID-FINGERPRINT.partial   the bytes of a file that is being assembled
 * ROOT/.directio/partial/ID-FINGERPRINT.journal/  which of them are durable: a file per writer
 * ROOT/.directio/manifest/                       the manifests of exports
 * ROOT/.directio/published/                       marks of published files, where the file system
 *                                                 has no extended attributes
 * ROOT/.directio/files/                           where each file is, if deletions are followed
 * ROOT/.directio/deleted/                         which files were deleted
 * </pre>
 *
 * @param root the root of the destination, with its links resolved
 */
record Layout(Path root) {

  /** The directory that holds whatever isn't published. */
  static final String WORK = ".directio";

  static final String PARTIAL = ".partial";
  static final String JOURNAL = ".journal";

  Path work() {
    return root.resolve(WORK);
  }

  Path partials() {
    return work().resolve("partial");
  }

  Path manifests() {
    return work().resolve("manifest");
  }

  Path marks() {
    return work().resolve("published");
  }

  Path files() {
    return work().resolve("files");
  }

  Path deleted() {
    return work().resolve("deleted");
  }

  /** The place in a directory of what belongs to a name that may hold anything. */
  static Path hashed(Path directory, String name) {
    String hash = FileNotes.hash(name);
    return directory.resolve(hash.substring(0, 2)).resolve(hash.substring(2));
  }

  Path partial(FileMetadata file) {
    return partials().resolve(stem(file) + PARTIAL);
  }

  Path journals(FileMetadata file) {
    return partials().resolve(stem(file) + JOURNAL);
  }

  /** Whether a partial file is one of a file of the portal, in any version. */
  static boolean isOf(Path partial, long fileId) {
    return partial.getFileName().toString().startsWith(fileId + "-");
  }

  private static String stem(FileMetadata file) {
    return file.file().fileId() + "-" + file.fingerprintText();
  }
}

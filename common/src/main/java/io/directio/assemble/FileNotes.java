// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Keeps what a destination remembers of the files of the portal.
 *
 * <p><b>Threading:</b> thread-safe. Of two that take note of the same file at the same time one
 * wins.
 */
public interface FileNotes {

  /** What is known of a file. */
  Optional<FileNote> find(String guid) throws IOException;

  /** Takes note of a file, in place of what was known of it. */
  void put(FileNote note) throws IOException;

  /** Thirty-two hexadecimal digits that stand for a name, which may hold anything. */
  static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

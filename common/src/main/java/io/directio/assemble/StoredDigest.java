// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** The CRC-32C of a file on disk. */
final class StoredDigest {

  private static final int PIECE = 1 << 20;

  private StoredDigest() {}

  /** Reads a file, which must not be a symbolic link, and digests it. */
  static int of(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer piece = ByteBuffer.allocate((int) Math.max(1, Math.min(PIECE, channel.size())));
      while (channel.read(piece) >= 0) {
        crc.update(piece.flip());
        piece.clear();
      }
    }
    return (int) crc.getValue();
  }
}

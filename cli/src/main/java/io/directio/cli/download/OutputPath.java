// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.download;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Where a download goes, with symbolic links followed: what a link points to is written, as a shell
 * would do it, and the link stays.
 *
 * @param path no link; may not be there yet
 */
public record OutputPath(Path path) {

  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  /**
   * Follows the links of a path.
   *
   * @throws FileSystemException if they lead in a circle
   */
  public static OutputPath follow(Path output) throws IOException {
    Path at = output.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(at); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemException(output.toString(), null, "its symbolic links have no end");
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return new OutputPath(at);
  }

  /** Whether it is a FIFO or a device: something to write to, but not to replace. */
  public boolean isSpecial() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }
}

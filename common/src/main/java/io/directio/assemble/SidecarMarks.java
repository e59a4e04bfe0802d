// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Marks in small files of their own, for file systems without extended attributes. A mark is
 * written after the rename: one that is lost in between costs a second transfer, whereas one that
 * came too early would vouch for bytes that never arrived.
 */
final class SidecarMarks implements MarkStore {

  private final Layout layout;

  SidecarMarks(Layout layout) {
    this.layout = layout;
  }

  @Override
  public Optional<PublishedMark> read(Path published, SafePath relative) throws IOException {
    try {
      return PublishedMark.parse(Files.readAllBytes(place(relative)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void beforeRename(Path partial, PublishedMark mark) {
    // Comes after it.
  }

  @Override
  public void afterRename(SafePath relative, PublishedMark mark) throws IOException {
    Path place = place(relative);
    Files.createDirectories(place.getParent());
    Path draft = place.resolveSibling(place.getFileName() + "." + UUID.randomUUID());
    Files.write(draft, mark.toBytes());
    Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path place(SafePath relative) {
    byte[] name = relative.toString().getBytes(StandardCharsets.UTF_8);
    try {
      String hash =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name), 0, 16);
      return layout.marks().resolve(hash.substring(0, 2)).resolve(hash.substring(2));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.filesystem;

import io.directio.assemble.PublishedMark;
import io.directio.assemble.SafePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * What is remembered of published files, in small files of their own, {@code
 * ROOT/.directio/published/HH/HASH}. A mark is written before the rename, so that a file that was
 * published by somebody who died right then is known to be ours. Where it is to replace another
 * one, the mark tells both until the rename is done.
 *
 * <p><b>Threading:</b> thread-safe; of several writers of a mark one wins.
 */
final class Marks {

  /** Stands for a file that is replaced and isn't known; it fits none. */
  static final PublishedMark UNKNOWN = new PublishedMark(-1, 0, -1, 0);

  /**
   * What a mark says.
   *
   * @param published the file that is published, or is about to be
   * @param before the file that it replaces; none if there is none, or it is replaced
   */
  record Mark(PublishedMark published, Optional<PublishedMark> before) {}

  private final Tree tree;

  Marks(Tree tree) {
    this.tree = tree;
  }

  /** The mark of a file; none if we haven't published it, or a later release has. */
  Optional<Mark> read(SafePath path) throws IOException {
    Optional<InputStream> mark = tree.openIfThere(place(path));
    if (mark.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes;
    try (InputStream in = mark.get()) {
      bytes = in.readNBytes(3 * PublishedMark.BYTES);
    }
    int first = Math.min(bytes.length, PublishedMark.BYTES);
    return PublishedMark.parse(Arrays.copyOf(bytes, first))
        .map(
            known ->
                new Mark(
                    known, PublishedMark.parse(Arrays.copyOfRange(bytes, first, bytes.length))));
  }

  /** Writes a mark, which replaces the one before at once. */
  void write(SafePath path, Mark mark) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(mark.published().toBytes());
    mark.before().ifPresent(before -> bytes.writeBytes(before.toBytes()));
    String hash = hash(path);
    ResourceId draft =
        tree.file(
            List.of(".directio", "published", hash.substring(0, 2), "draft-" + UUID.randomUUID()));
    try (OutputStream out = tree.create(draft)) {
      bytes.writeTo(out);
    }
    tree.rename(draft, place(path));
  }

  private ResourceId place(SafePath path) {
    String hash = hash(path);
    return tree.file(List.of(".directio", "published", hash.substring(0, 2), hash.substring(2)));
  }

  private static String hash(SafePath path) {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

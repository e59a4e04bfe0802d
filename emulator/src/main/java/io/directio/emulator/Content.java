// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The bytes of a file, readable at any position.
 *
 * <p><em>Threading:</em> may be read by many threads at once.
 */
public interface Content {
  /** Length in bytes. */
  long size();

  /**
   * Reads exactly {@code length} bytes.
   *
   * @param position where to begin; {@code position + length} is at most {@link #size()}
   * @throws IOException when the source can't be read
   */
  void read(long position, byte[] into, int offset, int length) throws IOException;

  /** When it was last changed; empty where it was made up. */
  default Optional<Instant> modified() {
    return Optional.empty();
  }

  /** These bytes; the array isn't copied. */
  static Content of(byte[] bytes) {
    return Contents.of(bytes);
  }

  /** A file on disk, read when it is needed: it must not change while the emulator runs. */
  static Content of(Path file) {
    return Contents.of(file);
  }

  /**
   * Pseudo-random bytes that follow from the seed, made up when they are read: files of any size
   * cost neither disk nor memory. They don't compress.
   */
  static Content random(long size, long seed) {
    return Contents.random(size, seed);
  }

  /**
   * A pattern that repeats, made up when it is read. With blocks whose size is a multiple of the
   * pattern's all of them are equal, so that they share one stored object.
   */
  static Content repeating(byte[] pattern, long size) {
    return Contents.repeating(pattern, size);
  }

  /** The bytes from the beginning, as a stream. */
  default InputStream open() {
    return Contents.open(this, 0, size());
  }
}

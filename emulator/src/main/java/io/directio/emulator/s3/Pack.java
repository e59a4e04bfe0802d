// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * The bytes of all objects, one after the other in a single file, each byte written once. Its room
 * is given back when it is closed, not before.
 *
 * <p><em>Threading:</em> may be used by many threads at once, but for {@link #close}.
 */
final class Pack implements Closeable {
  private static final int PIECE = 128 * 1024;

  private final Path file;
  private final FileChannel channel;
  private final AtomicLong end = new AtomicLong();

  /** A pack in a new file of this directory. */
  Pack(Path directory) throws IOException {
    this.file = Files.createTempFile(directory, "objects-", ".pack");
    this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /**
   * Adds what the stream holds.
   *
   * @param length how many bytes it holds at least; later ones stay there
   * @param digest is told the bytes, too
   */
  Extent add(InputStream in, long length, Optional<MessageDigest> digest) throws IOException {
    long start = end.getAndAdd(length);
    CRC32C crc = new CRC32C();
    byte[] piece = new byte[(int) Math.min(PIECE, length)];
    for (long done = 0; done < length; ) {
      int n = (int) Math.min(piece.length, length - done);
      if (in.readNBytes(piece, 0, n) < n) {
        throw new EOFException("a body ended before its length");
      }
      crc.update(piece, 0, n);
      digest.ifPresent(also -> also.update(piece, 0, n));
      write(start + done, piece, n);
      done += n;
    }
    return new Extent(start, length, (int) crc.getValue());
  }

  private void write(long position, byte[] bytes, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position());
    }
  }

  /** A part of what the extents hold together, as a stream that reads ahead. */
  InputStream open(List<Extent> extents, long from, long length) {
    return new PackInput(this, extents, from, length);
  }

  void read(long position, byte[] into, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the file of the objects was cut off");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}

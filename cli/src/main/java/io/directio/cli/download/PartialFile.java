// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file that grows out of sight, beside the place where it will appear, and survives its writer.
 *
 * <p>A second file says how many of its bytes are durable, and their digest. The next run checks
 * the bytes against it, and goes on behind them; with another key, which stands for what is being
 * downloaded, it starts from nothing.
 *
 * <p><b>Threading:</b> one thread.
 */
public final class PartialFile implements Sink {

  /** After so many bytes they are made durable, so that a broken run loses no more. */
  private static final long DURABLE_EVERY = 32L << 20;

  private static final int PIECE = 1 << 20;

  private final Path output;
  private final Path partial;
  private final Path state;
  private final String key;
  private final FileChannel channel;
  private final CRC32C digest = new CRC32C();
  private long length;
  private long durable;

  private PartialFile(Path output, String key, Path partial, FileChannel channel) {
    this.output = output;
    this.key = key;
    this.partial = partial;
    this.channel = channel;
    this.state = partial.resolveSibling(partial.getFileName() + ".state");
  }

  /**
   * Opens the partial file of an output, where it was left.
   *
   * @param output where the file will appear
   * @param key stands for the bytes that it will hold: a line without line breaks
   * @throws FileSystemException if the output can't be a file, or another process is writing it
   */
  public static PartialFile open(Path output, String key) throws IOException {
    Path absolute = output.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      throw new FileSystemException(
          output.toString(), null, "is a directory: name the file to write");
    }
    Path folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(String.valueOf(folder));
    }
    Path partial = absolute.resolveSibling("." + absolute.getFileName() + ".directio-partial");
    FileChannel channel = lock(partial, output);
    try {
      PartialFile file = new PartialFile(absolute, key, partial, channel);
      file.resume();
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel lock(Path partial, Path output) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(
              partial,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw new FileSystemException(
            output.toString(), null, "another download is writing it just now");
      }
      if (Files.exists(partial)) {
        return channel;
      }
      // Between opening and locking, another download gave it its name: it is not ours to write.
      channel.close();
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // Held by this very process: the same answer.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public long length() {
    return length;
  }

  /** CRC-32C of the bytes that are there already. */
  public int crc32c() {
    return (int) digest.getValue();
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    while (bytes.position() < end) {
      // A large heap buffer would be copied into a direct one of its size, which the thread keeps.
      bytes.limit(Math.min(end, bytes.position() + PIECE));
      int start = bytes.position();
      digest.update(bytes.duplicate());
      while (bytes.hasRemaining()) {
        channel.write(bytes, length + bytes.position() - start);
      }
      length += bytes.limit() - start;
      bytes.limit(end);
    }
    if (length - durable >= DURABLE_EVERY) {
      keep();
    }
  }

  /** Makes durable what was written, and remembers it for the next run. */
  @Override
  public void keep() throws IOException {
    if (length == durable) {
      return;
    }
    channel.force(false);
    Path next = state.resolveSibling(state.getFileName() + ".next");
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      String text = key + "\n" + length + "\n" + Integer.toHexString(crc32c()) + "\n";
      out.write(StandardCharsets.UTF_8.encode(text));
      out.force(false);
    }
    Files.move(next, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    durable = length;
  }

  /** Gives the file its name: it is whole. */
  @Override
  public void finish() throws IOException {
    channel.truncate(length);
    channel.force(true);
    Files.move(
        partial, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(state);
    try (FileChannel directory = FileChannel.open(output.getParent())) {
      directory.force(true);
    } catch (IOException e) {
      // Some systems can't open directories; the name is durable a little later there.
    }
  }

  private void resume() throws IOException {
    String[] lines = Files.exists(state) ? Files.readString(state).split("\n") : new String[0];
    if (lines.length != 3 || !lines[0].equals(key) || !recover(lines[1], lines[2])) {
      digest.reset();
      length = 0;
      channel.truncate(0);
      Files.deleteIfExists(state);
    }
    durable = length;
  }

  private boolean recover(String lengthText, String digestText) throws IOException {
    long kept;
    try {
      kept = Long.parseLong(lengthText);
    } catch (NumberFormatException e) {
      return false;
    }
    if (kept < 0 || channel.size() < kept) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    while (length < kept) {
      buffer.clear().limit((int) Math.min(PIECE, kept - length));
      if (channel.read(buffer, length) < 0) {
        return false;
      }
      length += buffer.position();
      digest.update(buffer.flip());
    }
    return Integer.toHexString(crc32c()).equals(digestText);
  }

  /** Lets go of the file; what is partial stays for the next run, unless nothing was kept. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen() && durable == 0 && !Files.exists(state)) {
      // Published files have moved away already.
      Files.deleteIfExists(partial);
    }
    channel.close();
  }
}

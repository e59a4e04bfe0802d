// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import io.directio.DestinationException;
import io.directio.ManifestEntry;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a manifest: JSON Lines, a row for each file.
 *
 * <p>Either rows are {@linkplain #appendingTo appended} to a manifest that may be there, and are
 * there as soon as they are flushed; or a new manifest {@linkplain #replacing replaces} the old one
 * when it is committed, so that nobody ever sees half of it.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class ManifestWriter implements Closeable {

  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final Path draft; // null when appending
  private final FileChannel channel;
  private final JsonGenerator json;
  private boolean closed;

  private ManifestWriter(Path path, Path draft, FileChannel channel) throws IOException {
    this.path = path;
    this.draft = draft;
    this.channel = channel;
    this.json =
        ManifestRow.JSON.createGenerator(
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
    json.setRootValueSeparator((SerializableString) null);
  }

  /**
   * Adds rows to a manifest, which is made if it isn't there. Half a row at its end, left by a
   * writer that was killed, is cut off.
   *
   * @throws DestinationException if it can't be written
   */
  public static ManifestWriter appendingTo(Path path) throws DestinationException {
    try {
      makeParent(path);
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      channel.truncate(endOfLastLine(channel));
      channel.position(channel.size());
      return new ManifestWriter(path, null, channel);
    } catch (IOException e) {
      throw trouble(path, e);
    }
  }

  /**
   * Writes a manifest that takes the place of the old one when it is {@linkplain #commit()
   * committed}, and is thrown away if it is closed before.
   *
   * @throws DestinationException if it can't be written
   */
  public static ManifestWriter replacing(Path path) throws DestinationException {
    Path draft = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID());
    try {
      makeParent(path);
      FileChannel channel =
          FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new ManifestWriter(path, draft, channel);
    } catch (IOException e) {
      throw trouble(path, e);
    }
  }

  /** Adds a row. */
  public synchronized void write(ManifestEntry entry) throws DestinationException {
    try {
      ManifestRow.write(entry, json);
      json.writeRaw('\n');
    } catch (IOException e) {
      throw trouble(path, e);
    }
  }

  /** Hands all rows to the operating system: they survive the process, not a loss of power. */
  public synchronized void flush() throws DestinationException {
    try {
      json.flush();
    } catch (IOException e) {
      throw trouble(path, e);
    }
  }

  /** Makes all rows durable. */
  public synchronized void sync() throws DestinationException {
    flush();
    try {
      channel.force(true);
    } catch (IOException e) {
      throw trouble(path, e);
    }
  }

  /**
   * Makes the manifest durable, puts it in the place of the old one if it was to replace it, and
   * closes it.
   */
  public synchronized void commit() throws DestinationException {
    sync();
    try {
      if (draft != null) {
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        DurableDirectories.force(path.toAbsolutePath().getParent());
      }
      closed = true;
      json.close();
    } catch (IOException e) {
      throw trouble(path, e);
    }
  }

  /**
   * Keeps what was appended, durably; drops what was to replace a manifest and wasn't committed.
   */
  @Override
  public synchronized void close() throws DestinationException {
    if (closed) {
      return;
    }
    if (draft == null) {
      commit();
      return;
    }
    closed = true;
    try (channel) {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      throw trouble(path, e);
    }
  }

  private static void makeParent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
  }

  private static long endOfLastLine(FileChannel channel) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(BUFFER);
    long end = channel.size();
    while (end > 0) {
      long start = Math.max(0, end - BUFFER);
      piece.clear().limit((int) (end - start));
      while (piece.hasRemaining() && channel.read(piece, start + piece.position()) >= 0) {
        // Until the piece is full.
      }
      for (int i = piece.position() - 1; i >= 0; i--) {
        if (piece.get(i) == '\n') {
          return start + i + 1;
        }
      }
      end = start;
    }
    return 0;
  }

  private static DestinationException trouble(Path path, IOException cause) {
    return FileTrouble.of(path.toString(), "the manifest could not be written", cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.store;

import io.directio.emulator.Content;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The stored objects. Encoded ones stand one after the other in a single file (a hundred thousand
 * small files would take minutes to write and to delete); native ones are read from where they are.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
public final class Shelf implements AutoCloseable {
  /** Unusual on purpose: a client that re-encodes a URL breaks its signature. */
  private static final String SUFFIX = " a+b=c~.blk";

  private static final String PREFIX = "blocks/";

  private final FileChannel pack;
  private final Content packed;
  private final List<StoredObject> objects = new ArrayList<>();
  private long end;

  /** A part of a content that is stored under one key. */
  public record StoredObject(Content source, long offset, long length) {}

  /** An empty shelf that keeps its bytes in a new file of this name. */
  public Shelf(Path file) throws IOException {
    this.pack =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.packed = new Pack(pack);
  }

  /** Stores these bytes; returns the object's number. */
  public synchronized int add(byte[] object) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(object);
      while (buffer.hasRemaining()) {
        pack.write(buffer, end + buffer.position());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the emulator can't write its objects to the temporary directory", e);
    }
    int number = add(new StoredObject(packed, end, object.length));
    end += object.length;
    return number;
  }

  /** Stores a part of a content by reference; returns the object's number. */
  public synchronized int add(StoredObject object) {
    objects.add(object);
    return objects.size() - 1;
  }

  /** The object under a key. */
  public Optional<StoredObject> find(String key) {
    OptionalInt number = number(key);
    synchronized (this) {
      return number.isEmpty() || number.getAsInt() >= objects.size()
          ? Optional.empty()
          : Optional.of(objects.get(number.getAsInt()));
    }
  }

  /** How many objects there are. */
  public synchronized int size() {
    return objects.size();
  }

  /** Bytes of the encoded objects. */
  public synchronized long packedBytes() {
    return end;
  }

  /** The key of an object. */
  public static String key(int number) {
    return PREFIX + number + SUFFIX;
  }

  private static OptionalInt number(String key) {
    if (!key.startsWith(PREFIX) || !key.endsWith(SUFFIX)) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(key.substring(PREFIX.length(), key.length() - SUFFIX.length()));
      return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  @Override
  public void close() throws IOException {
    pack.close();
  }

  private record Pack(FileChannel channel) implements Content {
    @Override
    public long size() {
      return Long.MAX_VALUE;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position() - offset) < 0) {
          throw new EOFException("the emulator's temporary file was cut off");
        }
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/** The kinds of content. */
final class Contents {
  private Contents() {}

  static Content of(byte[] bytes) {
    return new Memory(bytes);
  }

  static Content of(Path file) {
    try {
      return new OnDisk(file, Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  static Content random(long size, long seed) {
    return new Random(size, seed);
  }

  static Content repeating(byte[] pattern, long size) {
    return new Repeating(pattern, size);
  }

  static InputStream open(Content content, long from, long length) {
    return new ContentStream(content, from, length);
  }

  private record Memory(byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      System.arraycopy(bytes, Math.toIntExact(position), into, offset, length);
    }
  }

  private record OnDisk(Path file, long size) implements Content {
    @Override
    public Optional<Instant> modified() {
      try {
        return Optional.of(Files.getLastModifiedTime(file).toInstant());
      } catch (IOException e) {
        throw new UncheckedIOException("can't read " + file, e);
      }
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, position + buffer.position() - offset) < 0) {
            throw new EOFException(file + " became shorter than " + size + " bytes");
          }
        }
      }
    }
  }

  private record Random(long size, long seed) implements Content {
    private static final VarHandle WORDS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      int at = 0;
      while (at < length) {
        long word = word((position + at) >>> 3);
        int inside = (int) ((position + at) & 7);
        if (inside == 0 && length - at >= Long.BYTES) {
          WORDS.set(into, offset + at, word);
          at += Long.BYTES;
        } else {
          into[offset + at] = (byte) (word >>> (8 * inside));
          at++;
        }
      }
    }

    private long word(long index) {
      return mix(seed + index * 0x9E3779B97F4A7C15L);
    }

    /** The finaliser of SplitMix64: every word follows from its index alone. */
    private static long mix(long z) {
      long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
      return b ^ (b >>> 31);
    }
  }

  private record Repeating(byte[] pattern, long size) implements Content {
    @Override
    public void read(long position, byte[] into, int offset, int length) {
      int done = 0;
      while (done < length) {
        int at = (int) ((position + done) % pattern.length);
        int n = Math.min(length - done, pattern.length - at);
        System.arraycopy(pattern, at, into, offset + done, n);
        done += n;
      }
    }
  }

  private static final class ContentStream extends InputStream {
    private final Content content;
    private long position;
    private long left;

    ContentStream(Content content, long from, long length) {
      this.content = content;
      this.position = from;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = (int) Math.min(length, left);
      content.read(position, bytes, offset, n);
      position += n;
      left -= n;
      return n;
    }
  }
}

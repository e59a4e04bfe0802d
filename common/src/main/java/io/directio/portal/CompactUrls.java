// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.SecretBearing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Very many similar strings in little memory. Signed URLs of one file share nearly everything but a
 * name and a signature, so they are deflated in groups; a group is inflated when one of its URLs is
 * asked for, and the last one is kept, because blocks are mostly read in order.
 *
 * <p><b>Threading:</b> every method is safe.
 */
@SecretBearing
final class CompactUrls {

  private static final int GROUP = 64;

  /** Nearly as small as with the highest, at a third of its time. */
  private static final int LEVEL = 3;

  /** Below that, deflating costs more than it saves: most files have a block or two. */
  private static final int FEW = 4;

  private final byte[][] groups;
  private final boolean deflated;
  private final int count;
  private final long weight;
  private volatile Inflated recent;

  private CompactUrls(byte[][] groups, boolean deflated, int count, int largestGroup) {
    this.groups = groups;
    this.deflated = deflated;
    this.count = count;
    long sum = largestGroup;
    for (byte[] group : groups) {
      sum += group.length + 24L;
    }
    this.weight = sum;
  }

  int count() {
    return count;
  }

  /** Bytes of memory, with a group that is inflated. */
  long weight() {
    return weight;
  }

  String get(int index) {
    Objects.checkIndex(index, count);
    Inflated group = recent;
    if (group == null || group.number != index / GROUP) {
      group = inflate(index / GROUP);
      recent = group;
    }
    return group.get(index % GROUP);
  }

  private Inflated inflate(int number) {
    if (!deflated) {
      return new Inflated(number, groups[number]);
    }
    ByteBuffer group = ByteBuffer.wrap(groups[number]);
    byte[] plain = new byte[group.getInt()];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(group);
      int length = inflater.inflate(plain);
      if (length != plain.length) {
        throw new IllegalStateException("A group of URLs was not inflated whole");
      }
    } catch (DataFormatException e) {
      throw new IllegalStateException("A group of URLs can't be inflated", e);
    } finally {
      inflater.end();
    }
    return new Inflated(number, plain);
  }

  /** Shows the number of URLs only: they are signed. */
  @Override
  public String toString() {
    return count + " URLs";
  }

  /** A group as it is before deflating: for each URL its length, then its bytes. */
  private record Inflated(int number, byte[] plain) {

    String get(int index) {
      ByteBuffer buffer = ByteBuffer.wrap(plain);
      for (int i = 0; i < index; i++) {
        int length = buffer.getInt();
        buffer.position(buffer.position() + length);
      }
      int length = buffer.getInt();
      return new String(plain, buffer.position(), length, StandardCharsets.UTF_8);
    }
  }

  /** Takes URLs one after the other; must be closed. Used by one thread. */
  static final class Builder implements AutoCloseable {

    /** Made when needed: it takes a quarter of a megabyte, and most files have a block or two. */
    private Deflater deflater;

    private final List<byte[]> groups = new ArrayList<>();
    private ByteBuffer current = ByteBuffer.allocate(1024);
    private byte[] scratch = new byte[1024];
    private int count;
    private int largestGroup;

    void add(String url) {
      byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
      if (current.remaining() < Integer.BYTES + bytes.length) {
        int needed = current.position() + Integer.BYTES + bytes.length;
        current = ByteBuffer.allocate(Math.max(needed, 2 * current.capacity())).put(current.flip());
      }
      current.putInt(bytes.length).put(bytes);
      count++;
      if (count % GROUP == 0) {
        deflateCurrent();
      }
    }

    int count() {
      return count;
    }

    CompactUrls build() {
      if (count <= FEW) {
        byte[] plain = Arrays.copyOf(current.array(), current.position());
        byte[][] one = count == 0 ? new byte[0][] : new byte[][] {plain};
        return new CompactUrls(one, false, count, 0);
      }
      if (count % GROUP != 0) {
        deflateCurrent();
      }
      return new CompactUrls(groups.toArray(new byte[0][]), true, count, largestGroup);
    }

    private void deflateCurrent() {
      int plain = current.position();
      largestGroup = Math.max(largestGroup, plain);
      int bound = Integer.BYTES + plain + plain / 1000 + 64;
      if (scratch.length < bound) {
        scratch = new byte[bound];
      }
      if (deflater == null) {
        deflater = new Deflater(LEVEL, true);
      }
      deflater.reset();
      deflater.setInput(current.array(), 0, plain);
      deflater.finish();
      ByteBuffer.wrap(scratch).putInt(plain);
      int length = Integer.BYTES;
      while (!deflater.finished()) {
        if (length == scratch.length) {
          scratch = Arrays.copyOf(scratch, 2 * length);
        }
        length += deflater.deflate(scratch, length, scratch.length - length);
      }
      groups.add(Arrays.copyOf(scratch, length));
      current.clear();
    }

    @Override
    public void close() {
      if (deflater != null) {
        deflater.end();
      }
    }
  }
}

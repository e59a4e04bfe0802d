// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Byte arrays that are used again, so that a block leaves no garbage of its size behind. Arrays
 * come in sizes an eighth of a power of two apart: a file's blocks share them, and at most an
 * eighth is wasted. Small arrays are not worth keeping.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
final class ArrayPool {

  private static final int SMALLEST_KEPT = 16 << 10;
  private static final int ATTEMPTS = 10;
  private static final long PAUSE_NANOS = 10_000_000;

  private final long capacity;
  private final Map<Integer, Deque<byte[]>> bySize = new LinkedHashMap<>(16, 0.75f, true);
  private long kept;

  /**
   * @param capacity how many bytes of unused arrays are kept at most
   */
  ArrayPool(long capacity) {
    this.capacity = capacity;
  }

  /** An array of at least {@code length} bytes, whose content is arbitrary. */
  byte[] take(int length) {
    if (length < SMALLEST_KEPT) {
      return allocate(length);
    }
    int size = sizeFor(length);
    synchronized (this) {
      Deque<byte[]> arrays = bySize.get(size);
      byte[] array = arrays == null ? null : arrays.pollLast();
      if (array != null) {
        kept -= size;
        return array;
      }
    }
    return allocate(size);
  }

  /**
   * A new array of exactly this length.
   *
   * <p>Before JDK 22, an allocation can fail on a heap that is nearly empty: the garbage collector
   * has to wait while native code (snappy, zlib) works on an array, and it gives up after two
   * attempts (JDK-8192647). Such native work is over in a moment, so that it is worth some more of
   * them; what is kept unused is given up first, in case that the heap really is full.
   */
  byte[] allocate(int length) {
    for (int attempt = 1; ; attempt++) {
      try {
        return new byte[length];
      } catch (OutOfMemoryError e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        clear();
        LockSupport.parkNanos(PAUSE_NANOS * attempt);
      }
    }
  }

  private synchronized void clear() {
    bySize.clear();
    kept = 0;
  }

  /** Takes back an array that nobody uses any more; arrays that are not of this pool are left. */
  void give(byte[] array) {
    int size = array.length;
    if (size < SMALLEST_KEPT || size > capacity || size != sizeFor(size)) {
      return;
    }
    synchronized (this) {
      bySize.computeIfAbsent(size, any -> new ArrayDeque<>()).addLast(array);
      kept += size;
      evict();
    }
  }

  /** How many bytes of unused arrays are kept now. */
  synchronized long kept() {
    return kept;
  }

  /** Drops arrays of the sizes that were not asked for the longest. */
  private void evict() {
    Iterator<Map.Entry<Integer, Deque<byte[]>>> oldest = bySize.entrySet().iterator();
    while (kept > capacity && oldest.hasNext()) {
      Map.Entry<Integer, Deque<byte[]>> entry = oldest.next();
      while (kept > capacity && entry.getValue().pollFirst() != null) {
        kept -= entry.getKey();
      }
      if (entry.getValue().isEmpty()) {
        oldest.remove();
      }
    }
  }

  /** Rounds up to the next eighth of a power of two. */
  static int sizeFor(int length) {
    int step = Integer.highestOneBit(Math.max(length - 1, 8)) >>> 3;
    long size = ((long) length + step - 1) / step * step;
    return (int) Math.min(size, Integer.MAX_VALUE - 8);
  }
}

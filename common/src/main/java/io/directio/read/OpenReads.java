// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What a client has open, so that closing the client closes it.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
final class OpenReads {

  /** Holds what is made before it is made, so that it can take itself out. */
  private static final class Slot {
    private AutoCloseable read;
  }

  private final Set<Slot> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closed;

  /**
   * Opens something.
   *
   * @param opening makes it, given what is to be run when it closes
   * @throws IllegalStateException if the client is closed
   */
  <T extends AutoCloseable> T add(Function<Runnable, T> opening) {
    Slot slot = new Slot();
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("The client is closed");
      }
      T read = opening.apply(() -> remove(slot));
      slot.read = read;
      open.add(slot);
      return read;
    }
  }

  private synchronized void remove(Slot slot) {
    open.remove(slot);
  }

  /** Closes all that is open; nothing can be opened any more. */
  void close() {
    List<Slot> still;
    synchronized (this) {
      closed = true;
      still = List.copyOf(open);
    }
    for (Slot slot : still) {
      try {
        slot.read.close();
      } catch (Exception e) {
        throw new IllegalStateException("Closing a read can't fail", e);
      }
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }
}

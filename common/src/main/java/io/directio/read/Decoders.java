// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.codec.BlockDecoder;
import io.directio.codec.CryptoProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * As many decoders as there are cores. Fetching mostly waits, so many threads do it; decoding only
 * computes, so more threads than cores would but push each other's data out of the caches.
 *
 * <p><b>Threading:</b> safe for use by many threads; the last decoder used is the next one given.
 */
final class Decoders implements AutoCloseable {

  /** Something to do with a decoder. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T with(BlockDecoder decoder) throws E;
  }

  private final CryptoProvider provider;
  private final Semaphore permits;
  private final Deque<BlockDecoder> idle = new ArrayDeque<>();
  private boolean closed;

  Decoders(int count, CryptoProvider provider) {
    this.provider = provider;
    this.permits = new Semaphore(count);
  }

  /** Does something with a decoder, as soon as one is free. */
  <T, E extends Exception> T decode(Work<T, E> work) throws E {
    permits.acquireUninterruptibly();
    try {
      BlockDecoder decoder = take();
      try {
        return work.with(decoder);
      } finally {
        give(decoder);
      }
    } finally {
      permits.release();
    }
  }

  private synchronized BlockDecoder take() {
    BlockDecoder decoder = idle.pollLast();
    return decoder == null ? new BlockDecoder(provider) : decoder;
  }

  private synchronized void give(BlockDecoder decoder) {
    if (closed) {
      decoder.close();
    } else {
      idle.addLast(decoder);
    }
  }

  /** Frees what the decoders hold outside the heap; those in use are freed when they are done. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(BlockDecoder::close);
    idle.clear();
  }
}

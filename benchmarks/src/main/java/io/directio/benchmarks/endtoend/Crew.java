// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads that go through a list together, each with tools of its own.
 *
 * @param <T> what is on the list
 */
final class Crew<T> implements AutoCloseable {

  /** What one thread does with one thing. */
  interface Hand<T> {
    /** Returns the plain bytes that it dealt with. */
    long handle(T thing) throws Exception;
  }

  private final ExecutorService threads;
  private final List<Hand<T>> hands = new ArrayList<>();

  Crew(int size, Supplier<Hand<T>> hand) {
    threads = Executors.newFixedThreadPool(size);
    for (int i = 0; i < size; i++) {
      hands.add(hand.get());
    }
  }

  /** Goes through the list once; returns the sum of bytes. */
  long handle(List<T> things) throws Exception {
    AtomicInteger next = new AtomicInteger();
    List<Callable<Long>> work = new ArrayList<>();
    for (Hand<T> hand : hands) {
      work.add(
          () -> {
            long bytes = 0;
            for (int i = next.getAndIncrement(); i < things.size(); i = next.getAndIncrement()) {
              bytes += hand.handle(things.get(i));
            }
            return bytes;
          });
    }
    long bytes = 0;
    for (Future<Long> part : threads.invokeAll(work)) {
      bytes += part.get();
    }
    return bytes;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

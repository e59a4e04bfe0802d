// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.Closeable;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Does many small things at once that mostly wait: for a disk, where synchronisations that run at
 * the same time share the commits of the file system's journal, which makes thousands of them
 * affordable, or for an object store.
 *
 * <p><b>Threading:</b> thread-safe. The threads are daemons, made when needed, and end after some
 * idle seconds.
 */
public final class Batch implements Closeable {

  private static final int IDLE_SECONDS = 5;

  private final int threads;
  private final ThreadPoolExecutor pool;

  /**
   * @param name begins the names of the threads
   * @param threads how many things are done at the same time
   */
  public Batch(String name, int threads) {
    this.threads = threads;
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Does something with every item, and returns when all are done.
   *
   * @param action what to do; if it throws, the items that nobody has begun are not touched, and
   *     the first thing thrown is thrown here
   * @throws InterruptedException if the caller was interrupted; what had begun was finished, the
   *     other items were not touched
   */
  public <T> void forEach(List<T> items, Consumer<? super T> action) throws InterruptedException {
    if (items.size() == 1) {
      action.accept(items.get(0));
      return;
    }
    int workers = Math.min(threads, items.size());
    AtomicInteger next = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(workers);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    for (int i = 0; i < workers; i++) {
      pool.execute(
          () -> {
            try {
              for (int k = next.getAndIncrement(); k < items.size(); k = next.getAndIncrement()) {
                action.accept(items.get(k));
              }
            } catch (Throwable e) {
              thrown.compareAndSet(null, e);
              next.set(items.size());
            } finally {
              done.countDown();
            }
          });
    }
    try {
      done.await();
    } catch (InterruptedException e) {
      next.set(items.size());
      awaitUninterruptibly(done);
      throw e;
    }
    rethrow(thrown.get());
  }

  private static void rethrow(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown; // A consumer can throw nothing else.
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Threads beside the coordinator's. Flink's own {@code callAsync} has a single one, in which a slow
 * listing would hold up every other.
 *
 * <p><b>Threading:</b> {@link #call} and {@link #close} belong to the coordinator's thread.
 */
final class CoordinatorBackground implements Background {

  private static final int CLOSE_SECONDS = 10;

  private final ExecutorService threads;
  private final Executor coordinator;
  private volatile boolean closed;

  /**
   * @param size number of threads; they end when they are idle
   * @param coordinator runs what it is given in the coordinator's thread, and fails the job if that
   *     throws
   */
  CoordinatorBackground(int size, Executor coordinator) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "directio-planning-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
    this.coordinator = coordinator;
  }

  @Override
  public <T> void call(Callable<T> work, BiConsumer<T, Throwable> then) {
    threads.execute(
        () -> {
          try {
            T result = work.call();
            comeBack(() -> then.accept(result, null));
          } catch (Throwable failure) {
            comeBack(() -> then.accept(null, failure));
          }
        });
  }

  private void comeBack(Runnable step) {
    try {
      coordinator.execute(
          () -> {
            if (!closed) {
              step.run();
            }
          });
    } catch (RejectedExecutionException e) {
      // The coordinator is gone, and with it whoever wanted to know.
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
    try {
      threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

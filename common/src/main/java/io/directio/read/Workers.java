// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a client. They block on the network: that costs memory for their stacks, and much
 * less processor time than doing without. All are daemons, and end when they are idle.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
final class Workers implements AutoCloseable {

  private static final int IDLE_SECONDS = 30;
  private static final int CLOSE_SECONDS = 10;

  private final ThreadPoolExecutor fetchers;
  private final ThreadPoolExecutor listers;
  private final ThreadPoolExecutor hedgers;
  private final ScheduledThreadPoolExecutor timer;

  Workers(int maxFetches, int maxListings) {
    fetchers = pool("directio-fetch", maxFetches);
    listers = pool("directio-list", maxListings);
    hedgers =
        new ThreadPoolExecutor(
            0,
            maxFetches,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads("directio-hedge"));
    timer = new ScheduledThreadPoolExecutor(1, threads("directio-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static ThreadPoolExecutor pool(String name, int size) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      // Not that of the task that happens to start it: engines close theirs with the task, while
      // the client is shared with those that follow.
      thread.setContextClassLoader(Workers.class.getClassLoader());
      return thread;
    };
  }

  /** Makes attempts at blocks. */
  ExecutorService fetchers() {
    return fetchers;
  }

  /** Lists files. */
  ExecutorService listers() {
    return listers;
  }

  /** Makes second requests for blocks that take long; rejects what it has no thread for. */
  ExecutorService hedgers() {
    return hedgers;
  }

  /** Runs what is due later, and what must not run on its caller's thread; never blocks. */
  ScheduledExecutorService timer() {
    return timer;
  }

  /** Ends the threads; waits a moment for them. What was waiting to be run is dropped. */
  @Override
  public void close() {
    timer.shutdownNow();
    listers.shutdownNow();
    hedgers.shutdownNow();
    fetchers.shutdownNow();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    boolean interrupted = false;
    for (ExecutorService pool : new ExecutorService[] {timer, listers, hedgers, fetchers}) {
      try {
        pool.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

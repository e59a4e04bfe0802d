// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens on Ctrl-C: the running command is told, and is given time to leave everything in
 * order before the JVM ends, which it does with exit code 130 by itself.
 *
 * <p><b>Threading.</b> Commands register on their own thread; {@link #fire()} comes on another.
 */
final class Interrupts {

  /** What is interrupted. */
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private static final long PATIENCE_SECONDS = 20;

  private final Deque<Runnable> handlers = new ArrayDeque<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private boolean fired;

  /** Interrupts that come from the signals of this process. */
  static Interrupts ofProcess() {
    Interrupts interrupts = new Interrupts();
    Runtime.getRuntime().addShutdownHook(new Thread(interrupts::fireAndWait, "directio-interrupt"));
    return interrupts;
  }

  /**
   * Does some work; if the user interrupts meanwhile, or has before, the handler is called, once.
   *
   * @param handler makes the work end soon; called by another thread, or first of all by this one
   */
  <T> T during(Runnable handler, Work<T> work) throws IOException, InterruptedException {
    boolean late;
    synchronized (this) {
      late = fired;
      if (!late) {
        handlers.push(handler);
      }
    }
    if (late) {
      handler.run();
    }
    try {
      return work.run();
    } finally {
      remove(handler);
    }
  }

  private synchronized void remove(Runnable handler) {
    handlers.remove(handler);
  }

  /** Whether the user has interrupted. */
  synchronized boolean fired() {
    return fired;
  }

  /** Interrupts the running command. */
  void fire() {
    Deque<Runnable> called;
    synchronized (this) {
      if (fired) {
        return;
      }
      fired = true;
      called = new ArrayDeque<>(handlers);
    }
    called.forEach(Runnable::run);
  }

  /** Says that the command has ended: there is nothing left to interrupt. */
  void finished() {
    finished.countDown();
  }

  private void fireAndWait() {
    if (finished.getCount() == 0) {
      return;
    }
    synchronized (this) {
      if (handlers.isEmpty()) {
        return;
      }
    }
    fire();
    try {
      finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

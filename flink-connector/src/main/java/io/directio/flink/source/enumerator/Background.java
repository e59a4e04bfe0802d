// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/** Runs what blocks on threads of its own, and comes back with the result. */
interface Background extends AutoCloseable {

  /**
   * Runs some work.
   *
   * @param work may block; is interrupted when this is closed
   * @param then takes the result or the failure, in the coordinator's thread; is not called any
   *     more once this is closed
   */
  <T> void call(Callable<T> work, BiConsumer<T, Throwable> then);

  /** Interrupts what runs, and waits a little for it to end. */
  @Override
  void close();
}

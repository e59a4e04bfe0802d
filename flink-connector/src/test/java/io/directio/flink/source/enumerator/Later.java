// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/** Work that is done when the test says so. */
final class Later implements Background {
  private final Deque<Runnable> work = new ArrayDeque<>();

  @Override
  public <T> void call(Callable<T> task, BiConsumer<T, Throwable> then) {
    work.add(
        () -> {
          T result;
          try {
            result = task.call();
          } catch (Exception e) {
            then.accept(null, e);
            return;
          }
          then.accept(result, null);
        });
  }

  /** An input without an end is asked again and again: it has to stop somewhere. */
  void runAll() {
    for (int i = 0; i < 1000 && !work.isEmpty(); i++) {
      work.remove().run();
    }
  }

  int waiting() {
    return work.size();
  }

  @Override
  public void close() {}
}

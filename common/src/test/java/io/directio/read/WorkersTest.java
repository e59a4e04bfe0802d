// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class WorkersTest {

  @Test
  void threadsDoNotKeepTheClassLoaderOfTheTaskThatStartedThem() throws Exception {
    Thread task = Thread.currentThread();
    ClassLoader before = task.getContextClassLoader();
    try (URLClassLoader ofTheTask = new URLClassLoader(new URL[0]);
        Workers workers = new Workers(1, 1)) {
      task.setContextClassLoader(ofTheTask);
      for (ExecutorService pool :
          List.of(workers.fetchers(), workers.listers(), workers.hedgers(), workers.timer())) {
        assertThat(pool.submit(() -> Thread.currentThread().getContextClassLoader()).get())
            .isSameAs(Workers.class.getClassLoader());
      }
    } finally {
      task.setContextClassLoader(before);
    }
  }
}

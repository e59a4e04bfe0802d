// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Takes servers down, and up again after a moment that retries are meant for. */
final class Outage implements AutoCloseable {

  private static final Duration MOMENT = Duration.ofMillis(500);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  void strike(Runnable down, Runnable up) {
    down.run();
    timer.schedule(up, MOMENT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

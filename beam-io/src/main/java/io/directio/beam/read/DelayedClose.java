// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.read.DirectIOClient;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes clients a while after the functions that used them. In batch, Flink and Spark tear down
 * the functions of one step before they set up those of the next; without this, what the first had
 * listed would be listed again by the second.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
final class DelayedClose {

  /** Longer than it takes a runner to begin its next step. */
  private static final Duration LINGER = Duration.ofMinutes(1);

  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private DelayedClose() {}

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "directio-linger");
              thread.setDaemon(true);
              thread.setContextClassLoader(DelayedClose.class.getClassLoader());
              return thread;
            });
    // With nothing to close there is no thread, which would keep a job's classes for ever.
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  static void of(DirectIOClient client) {
    TIMER.schedule(client::close, LINGER.toMillis(), TimeUnit.MILLISECONDS);
  }
}

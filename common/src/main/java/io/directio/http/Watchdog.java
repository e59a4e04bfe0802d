// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after all exchanges of a transport from one thread. Socket timeouts start anew with every
 * byte, so alone they let a server that sends one byte a second hold a worker for ever; only
 * somebody outside the blocked read can end it.
 *
 * <p><b>Threading:</b> every method is safe.
 */
final class Watchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer;

  Watchdog(HttpOptions options) {
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "directio-http-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    long period = period(options).toMillis();
    timer.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  /** Often enough that a limit is overrun by an eighth at most, but not more than 100 a second. */
  private static Duration period(HttpOptions options) {
    long shortest =
        Math.min(options.headersTimeout().toMillis(), options.throughputWindow().toMillis());
    return Duration.ofMillis(Math.min(1000, Math.max(10, shortest / 8)));
  }

  void watch(Exchange exchange) {
    exchanges.add(exchange);
  }

  void forget(Exchange exchange) {
    exchanges.remove(exchange);
  }

  private void sweep() {
    for (Exchange exchange : exchanges) {
      try {
        exchange.check();
      } catch (RuntimeException e) {
        // An exception would end all later sweeps too, and with them the only guard there is.
        LOG.warn("An exchange could not be checked ({})", e.getClass().getSimpleName());
      }
    }
  }

  /** Stops watching and aborts what is still going on. */
  @Override
  public void close() {
    timer.shutdownNow();
    exchanges.forEach(
        exchange ->
            exchange.abort(
                new HttpException(HttpException.Kind.CANCELLED, "The transport was closed")));
  }
}

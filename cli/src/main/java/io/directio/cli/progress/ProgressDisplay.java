// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows progress from time to time until it is closed.
 *
 * <p><b>Threading.</b> A daemon thread of its own asks for the progress and prints it; every method
 * may be called from any thread.
 */
public final class ProgressDisplay implements AutoCloseable {

  /** What is progressing. */
  public interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private final Supplier<Progress> source;
  private final ProgressFormat format;
  private final PrintStream stream;
  private final InstantSource clock;
  private final Pace pace;
  private ScheduledExecutorService ticker;
  private boolean closed;

  ProgressDisplay(
      Supplier<Progress> source, ProgressFormat format, PrintStream stream, InstantSource clock) {
    this.source = source;
    this.format = format;
    this.stream = stream;
    this.clock = clock;
    this.pace = new Pace(clock.instant(), source.get());
  }

  /** Shows progress every {@code period} from now on. */
  ProgressDisplay every(Duration period) {
    ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "directio-progress");
              thread.setDaemon(true);
              return thread;
            });
    ticker.scheduleAtFixedRate(
        this::show, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** Does some work, and closes the display when it has ended. */
  public <T> T during(Work<T> work) throws IOException, InterruptedException {
    try {
      return work.run();
    } finally {
      close();
    }
  }

  /** Shows the progress as it is now. */
  public synchronized void show() {
    if (closed) {
      return;
    }
    Progress progress = source.get();
    pace.sample(clock.instant(), progress.bytes());
    stream.print(format.before() + format.line(progress, pace) + format.after());
    stream.flush();
  }

  /** Prints a line of words without tearing the bar. */
  public synchronized void say(String line) {
    stream.print(format.clear() + line + "\n");
    if (!closed && !format.clear().isEmpty()) {
      show();
    }
    stream.flush();
  }

  /** Stops; a bar is wiped away, because what comes next says how it ended. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stream.print(format.clear());
    stream.flush();
    if (ticker != null) {
      ticker.shutdownNow();
    }
  }
}

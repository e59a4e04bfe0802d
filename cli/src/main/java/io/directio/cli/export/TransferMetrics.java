// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * The counters of the jobs in this process, summed over their parallel instances and over restarts.
 * Flink creates reporters by the name of a class, so there is one for the whole process.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class TransferMetrics {

  private static final TransferMetrics SHARED = new TransferMetrics();

  private final Map<String, Set<Counter>> live = new ConcurrentHashMap<>();
  private final Map<String, Long> gone = new ConcurrentHashMap<>();

  private TransferMetrics() {}

  /** The counters of this process. */
  public static TransferMetrics shared() {
    return SHARED;
  }

  /** The sum of the counters of a name. */
  public long sum(String name) {
    long sum = gone.getOrDefault(name, 0L);
    for (Counter counter : live.getOrDefault(name, Set.of())) {
      sum += counter.getCount();
    }
    return sum;
  }

  private void added(String name, Counter counter) {
    live.computeIfAbsent(name, key -> ConcurrentHashMap.newKeySet()).add(counter);
  }

  private void removed(String name, Counter counter) {
    if (live.getOrDefault(name, Set.of()).remove(counter)) {
      gone.merge(name, counter.getCount(), Long::sum);
    }
  }

  /** Creates the reporter; Flink finds it by its name. */
  public static final class ReporterFactory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new Reporter();
    }
  }

  private static final class Reporter implements MetricReporter {
    @Override
    public void open(org.apache.flink.metrics.MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
      if (metric instanceof Counter counter) {
        SHARED.added(name, counter);
      }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
      if (metric instanceof Counter counter) {
        SHARED.removed(name, counter);
      }
    }
  }
}

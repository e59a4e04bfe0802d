// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.metrics;

import io.directio.read.ReadStatistics;
import io.directio.read.Timing;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What a client does, as metrics. All subtasks of a JVM share one client and tell the same numbers.
 */
public final class ClientMetrics {

  /** The group of metrics that are our own. */
  public static final String GROUP = "directio";

  private final MetricGroup group;
  private final Supplier<ReadStatistics> statistics;

  private ClientMetrics(MetricGroup group, Supplier<ReadStatistics> statistics) {
    this.group = group.addGroup(GROUP);
    this.statistics = statistics;
  }

  /** Registers all that concerns readers. */
  public static void ofReader(MetricGroup group, Supplier<ReadStatistics> statistics) {
    ClientMetrics metrics = new ClientMetrics(group, statistics);
    metrics.portal();
    metrics.storage();
  }

  /** Registers what concerns the enumerator, which only asks the portal. */
  public static void ofEnumerator(MetricGroup group, Supplier<ReadStatistics> statistics) {
    new ClientMetrics(group, statistics).portal();
  }

  private void portal() {
    timed("portalListings", "portalListingTimeMs", ReadStatistics::listing);
  }

  private void storage() {
    timed("storageGets", "storageGetTimeMs", ReadStatistics::get);
    timed("decryptions", "decryptionTimeMs", ReadStatistics::decryption);
    timed("decompressions", "decompressionTimeMs", ReadStatistics::decompression);
    gauge("storageBytes", ReadStatistics::storedBytes);
    gauge("blocks", ReadStatistics::blocks);
    gauge("blockBytes", ReadStatistics::bytes);
    gauge("retries", ReadStatistics::retries);
    gauge("retriesThrottled", ReadStatistics::throttled);
    gauge("retriesRenewedUrl", ReadStatistics::renewals);
    gauge("retriesDamaged", ReadStatistics::damaged);
    gauge("hedges", ReadStatistics::hedges);
    gauge("memoryBytes", ReadStatistics::memory);
    gauge("memoryWaitTimeMs", now -> millis(now.memoryWaitNanos()));
    gauge("throttledTimeMs", now -> millis(now.throttledNanos()));
    gauge("limitWaitTimeMs", now -> millis(now.limitedNanos()));
  }

  private void timed(String count, String time, Function<ReadStatistics, Timing> timing) {
    gauge(count, now -> timing.apply(now).count());
    gauge(time, now -> millis(timing.apply(now).nanos()));
  }

  private void gauge(String name, ToLongFunction<ReadStatistics> value) {
    Gauge<Long> gauge = () -> value.applyAsLong(statistics.get());
    group.gauge(name, gauge);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}

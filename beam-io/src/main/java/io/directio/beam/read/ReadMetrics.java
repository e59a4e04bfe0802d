// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.Block;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.read.ClientOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Lineage;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * What is counted of reading, in the namespace {@code io.directio.beam}, and where it comes from.
 * How long was waited because of a 429 or 503 is told where autoscalers look for it.
 *
 * <p><b>Threading.</b> Called by the thread that runs the function, as Beam's metrics have to be.
 */
final class ReadMetrics {

  private static final String NAMESPACE = "io.directio.beam";

  private final Counter blocks = Metrics.counter(NAMESPACE, "blocksRead");
  private final Counter bytes = Metrics.counter(NAMESPACE, "bytesRead");
  private final Counter failed = Metrics.counter(NAMESPACE, "filesFailed");
  private final Counter skipped = Metrics.counter(NAMESPACE, "filesSkipped");
  private final Distribution blockBytes = Metrics.distribution(NAMESPACE, "blockBytes");
  private final Counter throttledMillis =
      Metrics.counter(Metrics.THROTTLE_TIME_NAMESPACE, Metrics.THROTTLE_TIME_COUNTER_NAME);
  private final String portal;
  private long throttledNanos;

  ReadMetrics(ClientOptions options) {
    this.portal = options.portal().getHost();
  }

  void count(ReadResult result) {
    if (result instanceof Block block) {
      blocks.inc();
      bytes.inc(block.length());
      blockBytes.update(block.length());
    } else if (result instanceof ManifestEntry row) {
      (row.status() == ManifestEntry.Status.FAILED ? failed : skipped).inc();
    }
  }

  /** The function waited so long while the portal or the storage wanted to be left alone. */
  void throttled(long nanos) {
    throttledNanos += nanos;
    long millis = TimeUnit.NANOSECONDS.toMillis(throttledNanos);
    if (millis > 0) {
      throttledMillis.inc(millis);
      throttledNanos -= TimeUnit.MILLISECONDS.toNanos(millis);
    }
  }

  /** The portal, not each file: a graph of lineage is no place for millions of them. */
  void source() {
    Lineage.getSources().add("directio", List.of(portal));
  }
}

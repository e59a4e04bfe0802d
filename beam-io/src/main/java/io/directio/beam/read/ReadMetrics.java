// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.Block;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.read.ClientOptions;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Lineage;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * What is counted of reading, in the namespace {@code io.directio.beam}, and where it comes from.
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
  private final String portal;

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

  /** The portal, not each file: a graph of lineage is no place for millions of them. */
  void source() {
    Lineage.getSources().add("directio", List.of(portal));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import java.util.Collection;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * How much a reader still has to emit of what it was assigned, as metrics.
 *
 * <p><b>Threading.</b> The task's thread adds up; reporters read on their own.
 */
final class PendingWork {

  private volatile long records;
  private volatile long bytes;

  PendingWork(SourceReaderMetricGroup metrics) {
    metrics.setPendingRecordsGauge(() -> records);
    metrics.setPendingBytesGauge(() -> bytes);
  }

  /** Adds up what is left. */
  void update(Collection<SplitProgress> held) {
    long leftRecords = 0;
    long leftBytes = 0;
    for (SplitProgress split : held) {
      leftRecords += split.leftRecords();
      leftBytes += split.leftBytes();
    }
    records = leftRecords;
    bytes = leftBytes;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.Block;
import io.directio.DirectIOException;
import io.directio.FileDeletion;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.StoredRange;
import io.directio.assemble.Destination;
import io.directio.assemble.Receipt;
import io.directio.flink.JobStoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * Writes each block straight to its place, and keeps nothing of it but a receipt.
 *
 * <p><b>Threading.</b> Belongs to the task's thread. A block's array is free again when {@link
 * #write} returns.
 */
final class BlockWriter implements CommittingSinkWriter<ReadResult, WriteResult> {

  /** So many receipts in one record: some 100 KB. */
  private static final int BATCH = 2_000;

  private final Destination destination;
  private final boolean failFast;
  private final SinkWriterMetricGroup metrics;
  private final Recent<FileVersion> failed = new Recent<>();
  private final List<Receipt> receipts = new ArrayList<>();
  private final List<ManifestEntry> entries = new ArrayList<>();
  private final List<FileDeletion> deletions = new ArrayList<>();

  BlockWriter(Destination destination, boolean failFast, SinkWriterMetricGroup metrics) {
    this.destination = destination;
    this.failFast = failFast;
    this.metrics = metrics;
  }

  @Override
  public void write(ReadResult result, Context context) throws IOException {
    if (result instanceof Block block) {
      write(block);
    } else if (result instanceof StoredRange range) {
      receipts.add(Receipt.inherited(range));
    } else if (result instanceof FileDeletion deletion) {
      deletions.add(deletion);
    } else {
      end((ManifestEntry) result);
    }
  }

  private void write(Block block) throws IOException {
    if (failed.contains(FileVersion.of(block.file()))) {
      return;
    }
    try {
      receipts.add(destination.write(block));
      metrics.getNumBytesSendCounter().inc(block.length());
      metrics.getNumRecordsSendCounter().inc();
    } catch (DirectIOException e) {
      if (!e.code().concernsOneFile()) {
        throw e;
      }
      failed.add(FileVersion.of(block.file()));
      end(ManifestEntry.failed(block.file(), e));
    }
  }

  private void end(ManifestEntry entry) throws JobStoppedException {
    if (entry.status() == ManifestEntry.Status.FAILED) {
      metrics.getNumRecordsSendErrorsCounter().inc();
      if (failFast) {
        throw new JobStoppedException(entry.error().code(), entry.error().message());
      }
    }
    entries.add(entry);
  }

  @Override
  public void flush(boolean endOfInput) throws IOException {
    destination.flush();
  }

  @Override
  public Collection<WriteResult> prepareCommit() {
    List<WriteResult> results = new ArrayList<>();
    int most = Math.max(Math.max(receipts.size(), entries.size()), deletions.size());
    for (int from = 0; from < most; from += BATCH) {
      results.add(
          new WriteResult(
              Batches.part(receipts, from, BATCH),
              Batches.part(entries, from, BATCH),
              Batches.part(deletions, from, BATCH)));
    }
    receipts.clear();
    entries.clear();
    deletions.clear();
    return results;
  }

  @Override
  public void close() throws IOException {
    destination.close();
  }
}

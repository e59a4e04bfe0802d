// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.Block;
import io.directio.FileDeletion;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.flink.JobStoppedException;
import io.directio.flink.source.protocol.FileFailed;
import io.directio.flink.source.protocol.FileReturned;
import io.directio.flink.source.split.FileTask;
import io.directio.read.Delivery;
import java.util.Optional;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits what was read, and notes it in the same breath, so that a checkpoint sees both or neither.
 *
 * <p><b>Threading.</b> Belongs to the task's thread.
 */
final class FileEmitter implements RecordEmitter<Fetched, ReadResult, SplitProgress> {

  private static final Logger LOG = LoggerFactory.getLogger(FileEmitter.class);

  private final SourceReaderContext context;
  private final SourceReaderMetricGroup metrics;
  private final boolean failFast;

  FileEmitter(SourceReaderContext context, boolean failFast) {
    this.context = context;
    this.metrics = context.metricGroup();
    this.failFast = failFast;
  }

  @Override
  public void emitRecord(Fetched fetched, SourceOutput<ReadResult> output, SplitProgress progress)
      throws Exception {
    if (fetched instanceof Fetched.Row row) {
      emitRow(row.entry(), output);
      progress.settled(0);
      return;
    }
    if (fetched instanceof Fetched.Deleted deleted) {
      emit(new FileDeletion(deleted.task().file()), deleted.task(), output);
      progress.settled(deleted.task().ordinal());
      return;
    }
    Fetched.Read read = (Fetched.Read) fetched;
    Optional<FileReturned.Reason> returned = read.returned();
    if (returned.isPresent()) {
      handBack(read, returned.get(), progress);
    } else {
      emit(read, output, progress);
    }
  }

  /** The file stays in the progress until the enumerator has accepted it. */
  private void handBack(Fetched.Read read, FileReturned.Reason reason, SplitProgress progress) {
    LOG.debug("File {} goes back to be planned: {}", read.task().file().fileId(), reason);
    context.sendSourceEventToCoordinator(new FileReturned(progress.splitId(), read.task(), reason));
  }

  private void emit(Fetched.Read read, SourceOutput<ReadResult> output, SplitProgress progress)
      throws JobStoppedException {
    Delivery delivery = read.delivery();
    ReadResult result = delivery.result().orElse(null);
    if (result instanceof ManifestEntry entry) {
      emitRow(entry, output);
      if (entry.status() == ManifestEntry.Status.FAILED && delivery.task().run().isPresent()) {
        context.sendSourceEventToCoordinator(new FileFailed(read.task().ordinal()));
      }
    } else if (result != null) {
      emit(result, read.task(), output);
    }
    if (result instanceof Block block) {
      metrics.getIOMetricGroup().getNumBytesInCounter().inc(block.length());
    }
    progress.passed(read.task(), delivery);
  }

  /** What comes from an event has the time of the event. */
  private static void emit(ReadResult result, FileTask task, SourceOutput<ReadResult> output) {
    if (task.eventTime() == FileTask.NO_TIME) {
      output.collect(result);
    } else {
      output.collect(result, task.eventTime());
    }
  }

  private void emitRow(ManifestEntry entry, SourceOutput<ReadResult> output)
      throws JobStoppedException {
    if (entry.status() == ManifestEntry.Status.FAILED) {
      metrics.getNumRecordsInErrorsCounter().inc();
      if (failFast) {
        throw new JobStoppedException(entry.error().code(), entry.error().message());
      }
      LOG.warn("File {} failed: {}", entry.fileId(), entry.error().message());
    }
    output.collect(entry);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.files;

import io.directio.Block;
import io.directio.BlockSplit;
import io.directio.DirectIOException;
import io.directio.FileChangedException;
import io.directio.FilePlan;
import io.directio.ManifestEntry;
import io.directio.flink.JobStoppedException;
import io.directio.flink.table.Column.Needs;
import io.directio.flink.table.TableRow;
import io.directio.flink.table.TableRows;
import io.directio.read.BlockIterator;
import io.directio.read.DirectIOClient;
import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.table.data.RowData;

/**
 * Reads of each file what the query wants, and no more: nothing, its listing, or its bytes.
 *
 * <p>A file that is read again after a failure is read whole, so no part of a file is ever part of
 * a state.
 *
 * <p><b>Threading.</b> Called by the task's thread; files are read by threads of its own, one each.
 */
final class FileReadFunction extends RichAsyncFunction<RowData, RowData> {

  private static final long serialVersionUID = 1L;

  private final FileReading reading;
  private final Needs needs;

  private transient DirectIOClient client;
  private transient ExecutorService readers;

  FileReadFunction(FileReading reading) {
    this.reading = reading;
    this.needs = reading.layout().needs();
  }

  @Override
  public void open(OpenContext context) throws DirectIOException {
    int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    client = DirectIOClient.sharedAmong(subtasks, reading.client());
    readers =
        Executors.newFixedThreadPool(
            reading.atOnce(),
            work -> {
              Thread thread = new Thread(work, "directio-file-read");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void asyncInvoke(RowData row, ResultFuture<RowData> result) {
    FoundFile found = FoundFile.of(row);
    readers.execute(
        () -> {
          try {
            result.complete(read(TableRow.of(found.file(), found.modified())));
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
  }

  private Collection<RowData> read(TableRow found) throws JobStoppedException {
    // A size comes from the portal; of a mere id nobody knows whether there is such a file.
    if (needs == Needs.REFERENCE && found.file().sizeKnown()) {
      return reading.condition().mayHold(found) ? List.of(row(found)) : List.of();
    }
    try {
      return list(found);
    } catch (DirectIOException e) {
      if (e.code().isFatal()) {
        throw new JobStoppedException(e);
      }
      if (reading.failFast()) {
        throw new JobStoppedException(
            e.code(),
            e.getMessage() + ". With 'failed-files' = 'report' the query goes on without it",
            e);
      }
      return List.of(row(found.failed(new ManifestEntry.Failure(e.code(), e.getMessage()))));
    }
  }

  private Collection<RowData> list(TableRow found) throws DirectIOException {
    FilePlan plan = client.plan(found.file());
    TableRow listed = found.listed(plan.metadata());
    if (!reading.condition().mayHold(listed)) {
      return List.of();
    }
    if (reading.rows() == TableRows.BLOCKS) {
      return blocks(listed, plan);
    }
    try {
      return List.of(row(whole(listed, plan)));
    } catch (FileChangedException e) {
      // Once more, as it is now; a file that changes all the time fails.
      FilePlan changed = client.plan(found.file());
      return List.of(row(whole(found.listed(changed.metadata()), changed)));
    }
  }

  private TableRow whole(TableRow listed, FilePlan plan) throws DirectIOException {
    boolean wanted = needs == Needs.BYTES && plan.size() <= reading.maxContentSize();
    return wanted ? listed.with(content(plan)) : listed;
  }

  /** Made while they are taken: a file can have millions of blocks. */
  private Collection<RowData> blocks(TableRow listed, FilePlan plan) {
    List<BlockSplit> blocks = plan.splits();
    return new AbstractList<>() {
      @Override
      public RowData get(int index) {
        return row(listed.at(blocks.get(index).block(), null));
      }

      @Override
      public int size() {
        return blocks.size();
      }
    };
  }

  private byte[] content(FilePlan plan) throws DirectIOException {
    byte[] content = new byte[Math.toIntExact(plan.size())];
    try (BlockIterator blocks = client.blocks(plan).open()) {
      while (blocks.hasNext()) {
        Block block = blocks.next();
        block.data().get(content, Math.toIntExact(block.offset()), block.length());
      }
    }
    return content;
  }

  private RowData row(TableRow row) {
    return reading.layout().toRow(row);
  }

  @Override
  public void close() {
    if (readers != null) {
      readers.shutdownNow();
    }
    if (client != null) {
      client.close();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.files;

import io.directio.flink.JobStoppedException;
import io.directio.flink.source.FileCursor;
import io.directio.flink.source.FileSelection;
import io.directio.flink.source.FileSelection.Position;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;

/**
 * Tells the files of the list, a batch at a time; the next batch is read meanwhile.
 *
 * <p><b>Threading.</b> Belongs to the task's thread; batches are read by a thread of the reader's
 * own, one after the other, since reading may block.
 */
final class FileListReader implements SourceReader<RowData, FileListSplit> {

  private static final int BATCH = 500;

  /** How long to wait for changes at a time. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Files of the list, the place behind them, and whether that is the end. */
  private record Batch(List<FoundFile> files, Position behind, boolean last) {}

  private final FileSelection selection;
  private final ClientOptions portal;
  private final Counter records;
  private final ExecutorService executor;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final ArrayDeque<FoundFile> rest = new ArrayDeque<>();
  private Position behind;
  private boolean over;
  private CompletableFuture<Batch> next;

  /** Set by the reader's own thread, and closed by the task's. */
  private volatile FileCursor cursor;

  private volatile boolean closed;

  /**
   * @param records counts the files that were told
   */
  FileListReader(FileSelection selection, ClientOptions portal, Counter records) {
    this.records = records;
    this.portal = portal;
    this.selection = selection;
    this.executor =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "directio-file-list");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void start() {
    // The enumerator gives the list to the reader that comes first.
  }

  @Override
  public void addSplits(List<FileListSplit> splits) {
    FileListSplit split = splits.get(0);
    rest.addAll(split.rest());
    behind = split.position();
    next = CompletableFuture.supplyAsync(() -> read(split.position()), executor);
    begun.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    // To a reader that has the list this says nothing: the list itself ends.
    over |= behind == null;
    begun.complete(null);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<RowData> output) {
    if (rest.isEmpty() && next != null && next.isDone()) {
      take(next.join());
    }
    if (!rest.isEmpty()) {
      FoundFile file = rest.remove();
      records.inc();
      if (file.modified() == null) {
        output.collect(file.toRow());
      } else {
        output.collect(file.toRow(), file.modified().toEpochMilli());
      }
      return InputStatus.MORE_AVAILABLE;
    }
    return over ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
  }

  private void take(Batch batch) {
    rest.addAll(batch.files());
    behind = batch.behind();
    over = batch.last();
    next = over ? null : CompletableFuture.supplyAsync(() -> read(batch.behind()), executor);
  }

  private Batch read(Position from) {
    try {
      if (cursor == null) {
        cursor = selection.open(from, portal);
        if (closed) {
          closeCursor(cursor);
        }
      }
      List<FoundFile> files = new ArrayList<>();
      FileCursor.Step step = cursor.advance(PATIENCE);
      while (step == FileCursor.Step.FILE) {
        files.add(FoundFile.at(cursor));
        boolean enough = files.size() >= BATCH && cursor.position().isPresent();
        step = enough ? FileCursor.Step.NOTHING_YET : cursor.advance(Duration.ZERO);
      }
      Position behind = cursor.position().orElseThrow();
      return new Batch(files, behind, step == FileCursor.Step.END);
    } catch (IOException e) {
      throw JobStoppedException.ofInput(e);
    }
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    if (!rest.isEmpty() || over) {
      return CompletableFuture.completedFuture(null);
    }
    return next == null ? begun : next.handle((batch, failure) -> null);
  }

  @Override
  public List<FileListSplit> snapshotState(long checkpointId) {
    return behind == null ? List.of() : List.of(new FileListSplit(List.copyOf(rest), behind));
  }

  /** A step that waits for changes ends with that. */
  @Override
  public void close() {
    closed = true;
    closeCursor(cursor);
    executor.shutdown();
  }

  private static void closeCursor(FileCursor open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // Nothing was written, so nothing is lost.
    }
  }
}

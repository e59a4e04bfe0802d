// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.Block;
import io.directio.DirectIOException;
import io.directio.flink.JobStoppedException;
import io.directio.flink.source.reader.SplitReading.Tag;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.OutcomeSplit;
import io.directio.read.BlockReader;
import io.directio.read.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

/**
 * Turns splits into tasks of the core's reader, and what that delivers into batches of records.
 *
 * <p>All splits are read at the same time, each block by itself; the memory for blocks is what
 * bounds them. A split is finished when each of its files has ended, or was taken back by the
 * enumerator.
 *
 * <p><b>Threading.</b> Belongs to the fetcher's thread, but for {@link #wakeUp()}.
 */
final class BlockSplitReader implements SplitReader<Fetched, DirectIOSplit> {

  /** How long a fetch waits for something to come; it is woken up if there is reason to. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A batch holds so many records at most, so that memory comes back soon. */
  private static final int BATCH_RECORDS = 128;

  private static final long BATCH_BYTES = 16L << 20;

  private record Row(String splitId, Fetched.Row row) {}

  private record Deletion(SplitReading reading, FileTask file) {}

  private final BlockReader reader;
  private final BlockSource source;
  private final AcceptedReturns accepted;
  private final long smallFileThreshold;

  private final Map<String, SplitReading> readings = new HashMap<>();
  private final ArrayDeque<Row> rows = new ArrayDeque<>();
  private final ArrayDeque<Deletion> deletions = new ArrayDeque<>();
  private final List<String> finished = new ArrayList<>();

  /**
   * @param source what is read from; closed with this
   * @param accepted tells which files were taken back
   * @param smallFileThreshold size in bytes beyond which an unplanned file goes back
   */
  BlockSplitReader(BlockSource source, AcceptedReturns accepted, long smallFileThreshold) {
    this.source = source;
    this.reader = source.reader();
    this.accepted = accepted;
    this.smallFileThreshold = smallFileThreshold;
    accepted.whenAdded(reader::wakeUp);
  }

  @Override
  public void handleSplitsChanges(SplitsChange<DirectIOSplit> change) {
    if (!(change instanceof SplitsAddition)) {
      throw new UnsupportedOperationException("Only additions are known, not " + change.getClass());
    }
    change.splits().forEach(this::begin);
  }

  private void begin(DirectIOSplit split) {
    if (split instanceof OutcomeSplit outcome) {
      outcome
          .entry()
          .ifPresentOrElse(
              row -> rows.add(new Row(split.splitId(), new Fetched.Row(row))),
              () -> finished.add(split.splitId()));
      return;
    }
    SplitReading reading = new SplitReading(split, reader, smallFileThreshold);
    readings.put(split.splitId(), reading);
    reading.deleted().forEach(file -> deletions.add(new Deletion(reading, file)));
    finishIfDone(reading);
  }

  @Override
  public RecordsWithSplitIds<Fetched> fetch() throws IOException {
    FetchedBatch batch = new FetchedBatch(reader::done);
    for (String split = accepted.poll(); split != null; split = accepted.poll()) {
      fileEnded(readings.get(split));
    }
    while (!rows.isEmpty() && !isFull(batch)) {
      Row row = rows.remove();
      batch.add(row.splitId(), row.row(), 0);
      finished.add(row.splitId());
    }
    while (!deletions.isEmpty() && !isFull(batch)) {
      Deletion next = deletions.remove();
      batch.add(next.reading().splitId(), new Fetched.Deleted(next.file()), 0);
      next.reading().passed(next.file());
      finishIfDone(next.reading());
    }
    while (!isFull(batch)) {
      boolean wait = batch.isEmpty() && finished.isEmpty();
      Optional<Delivery> delivery = poll(wait ? PATIENCE : Duration.ZERO);
      if (delivery.isEmpty()) {
        break;
      }
      pass(delivery.get(), batch);
    }
    // A split that is finished while others' records wait is finished in this batch or a later one.
    finished.forEach(batch::finish);
    finished.clear();
    return batch;
  }

  private Optional<Delivery> poll(Duration timeout) throws IOException {
    try {
      return reader.poll(timeout);
    } catch (DirectIOException e) {
      throw e.code().isFatal() ? new JobStoppedException(e) : e;
    }
  }

  private static boolean isFull(FetchedBatch batch) {
    return batch.size() >= BATCH_RECORDS || batch.bytes() >= BATCH_BYTES;
  }

  private void pass(Delivery delivery, FetchedBatch batch) {
    Tag tag = (Tag) delivery.task().tag();
    Fetched.Read read = new Fetched.Read(tag.file(), delivery);
    batch.add(tag.split().splitId(), read, sizeOf(delivery));
    tag.split().passed(tag.file(), delivery);
    if (delivery.last() && read.returned().isEmpty()) {
      fileEnded(tag.split());
    }
  }

  private void fileEnded(SplitReading reading) {
    reading.fileEnded();
    finishIfDone(reading);
  }

  private void finishIfDone(SplitReading reading) {
    if (reading.isFinished()) {
      readings.remove(reading.splitId());
      finished.add(reading.splitId());
    }
  }

  private static long sizeOf(Delivery delivery) {
    return delivery.result().orElse(null) instanceof Block block ? block.length() : 0;
  }

  @Override
  public void wakeUp() {
    reader.wakeUp();
  }

  @Override
  public void pauseOrResumeSplits(
      Collection<DirectIOSplit> splitsToPause, Collection<DirectIOSplit> splitsToResume) {
    readingsOf(splitsToPause).forEach(SplitReading::pause);
    readingsOf(splitsToResume).forEach(SplitReading::resume);
  }

  private Stream<SplitReading> readingsOf(Collection<DirectIOSplit> splits) {
    return splits.stream().map(split -> readings.get(split.splitId())).filter(Objects::nonNull);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}

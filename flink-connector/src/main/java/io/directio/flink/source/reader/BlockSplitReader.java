// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.Block;
import io.directio.DirectIOException;
import io.directio.ManifestEntry;
import io.directio.flink.JobStoppedException;
import io.directio.flink.source.split.BundleSplit;
import io.directio.flink.source.split.BundledFile;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.OutcomeSplit;
import io.directio.flink.source.split.RunSplit;
import io.directio.read.BlockReader;
import io.directio.read.Delivery;
import io.directio.read.ReadTask;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** What a task of the core's reader belongs to. */
  private record Tag(String splitId, FileTask file) {}

  private record Held(String splitId, Fetched fetched) {}

  private final BlockReader reader;
  private final BlockSource source;
  private final AcceptedReturns accepted;
  private final long smallFileThreshold;

  /** Number of files that have not ended, by split. */
  private final Map<String, Integer> open = new HashMap<>();

  private final ArrayDeque<Held> ready = new ArrayDeque<>();
  private final List<String> finished = new ArrayList<>();
  private final Set<String> paused = new HashSet<>();
  private final ArrayDeque<Held> whilePaused = new ArrayDeque<>();

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
    String id = split.splitId();
    if (split instanceof OutcomeSplit outcome) {
      outcome.entry().ifPresent(row -> beginRow(id, row));
    } else if (split instanceof RunSplit run) {
      beginRun(run);
    } else {
      beginBundle((BundleSplit) split);
    }
    if (!open.containsKey(id)) {
      finished.add(id);
    }
  }

  private void beginRow(String splitId, ManifestEntry row) {
    ready.add(new Held(splitId, new Fetched.Row(row)));
    open.put(splitId, 1);
  }

  private void beginRun(RunSplit split) {
    if (split.done().cardinality() < split.run().blocks()) {
      submit(split.splitId(), split.task(), ReadTask.run(split.run(), split.done()));
    }
  }

  private void beginBundle(BundleSplit split) {
    for (BundledFile file : split.files()) {
      FileTask task = file.task();
      Optional<BundledFile.Progress> progress = file.progress();
      ReadTask whole =
          progress.isPresent()
              ? ReadTask.wholeFile(task.file(), progress.get().fingerprint(), progress.get().done())
              : ReadTask.wholeFile(task.file());
      submit(split.splitId(), task, whole.upTo(smallFileThreshold));
    }
  }

  private void submit(String splitId, FileTask file, ReadTask task) {
    open.merge(splitId, 1, Integer::sum);
    reader.submit(task.withTag(new Tag(splitId, file)));
  }

  @Override
  public RecordsWithSplitIds<Fetched> fetch() throws IOException {
    FetchedBatch batch = new FetchedBatch(reader::done);
    for (String split = accepted.poll(); split != null; split = accepted.poll()) {
      ended(split);
    }
    while (!ready.isEmpty() && !isFull(batch)) {
      pass(ready.remove(), batch);
    }
    while (!isFull(batch)) {
      boolean wait = batch.isEmpty() && finished.isEmpty();
      Optional<Delivery> delivery = poll(wait ? PATIENCE : Duration.ZERO);
      if (delivery.isEmpty()) {
        break;
      }
      Tag tag = (Tag) delivery.get().task().tag();
      pass(new Held(tag.splitId(), new Fetched.Read(tag.file(), delivery.get())), batch);
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

  private void pass(Held held, FetchedBatch batch) {
    if (paused.contains(held.splitId())) {
      whilePaused.add(held);
      return;
    }
    batch.add(held.splitId(), held.fetched(), sizeOf(held.fetched()));
    boolean last =
        !(held.fetched() instanceof Fetched.Read read)
            || (read.delivery().last() && read.returned().isEmpty());
    if (last) {
      ended(held.splitId());
    }
  }

  /** One more file of a split has ended. */
  private void ended(String splitId) {
    Integer left = open.computeIfPresent(splitId, (id, count) -> count == 1 ? null : count - 1);
    if (left == null) {
      finished.add(splitId);
    }
  }

  private static long sizeOf(Fetched fetched) {
    return fetched instanceof Fetched.Read read
            && read.delivery().result().orElse(null) instanceof Block block
        ? block.length()
        : 0;
  }

  @Override
  public void wakeUp() {
    reader.wakeUp();
  }

  @Override
  public void pauseOrResumeSplits(
      Collection<DirectIOSplit> splitsToPause, Collection<DirectIOSplit> splitsToResume) {
    splitsToPause.forEach(split -> paused.add(split.splitId()));
    splitsToResume.forEach(split -> paused.remove(split.splitId()));
    whilePaused.removeIf(
        held -> {
          boolean resumed = !paused.contains(held.splitId());
          if (resumed) {
            ready.add(held);
          }
          return resumed;
        });
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}

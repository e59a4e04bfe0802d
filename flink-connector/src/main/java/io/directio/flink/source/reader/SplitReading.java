// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.flink.source.split.BundleSplit;
import io.directio.flink.source.split.BundledFile;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.RunSplit;
import io.directio.read.BlockReader;
import io.directio.read.Delivery;
import io.directio.read.ReadTask;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A split while it is read: the tasks that read it, and how far it has been passed on.
 *
 * <p>While it is paused it has no tasks. Those that it had are cancelled, so that it doesn't hold
 * memory for which the splits that it is to wait for are waiting; the price is that blocks which
 * were under way are fetched once more.
 *
 * <p><b>Threading.</b> Belongs to the fetcher's thread.
 */
final class SplitReading {

  /** What a task of the core's reader belongs to. */
  record Tag(SplitReading split, FileTask file) {}

  private final String splitId;
  private final BlockReader reader;
  private final long smallFileThreshold;
  private final SplitProgress passed;
  private final List<FileTask> deleted;

  /** Told apart by identity, as tasks are. */
  private final Set<ReadTask> tasks = new HashSet<>();

  /** Number of files that have not ended. */
  private int open;

  private boolean paused;

  SplitReading(DirectIOSplit split, BlockReader reader, long smallFileThreshold) {
    this.splitId = split.splitId();
    this.reader = reader;
    this.smallFileThreshold = smallFileThreshold;
    this.passed = SplitProgress.of(split);
    this.deleted =
        split instanceof BundleSplit bundle
            ? bundle.files().stream().map(BundledFile::task).filter(FileTask::deleted).toList()
            : List.of();
    submitRest();
    this.open = tasks.size() + deleted.size();
  }

  /** The files that were deleted, and only have to be told of. */
  List<FileTask> deleted() {
    return deleted;
  }

  /** That a file was deleted is passed on. */
  void passed(FileTask deletedFile) {
    passed.settled(deletedFile.ordinal());
    fileEnded();
  }

  String splitId() {
    return splitId;
  }

  private void submitRest() {
    DirectIOSplit rest = passed.toSplit();
    if (rest instanceof RunSplit run && run.done().cardinality() < run.run().blocks()) {
      submit(run.task(), ReadTask.run(run.run(), run.done()));
    } else if (rest instanceof BundleSplit bundle) {
      for (BundledFile file : bundle.files()) {
        if (!file.task().deleted()) {
          submit(file.task(), taskFor(file).upTo(smallFileThreshold));
        }
      }
    }
  }

  private static ReadTask taskFor(BundledFile file) {
    Optional<BundledFile.Progress> progress = file.progress();
    return progress.isPresent()
        ? ReadTask.wholeFile(
            file.task().file(), progress.get().fingerprint(), progress.get().done())
        : ReadTask.wholeFile(file.task().file());
  }

  private void submit(FileTask file, ReadTask task) {
    ReadTask tagged = task.withTag(new Tag(this, file));
    tasks.add(tagged);
    reader.submit(tagged);
  }

  /** Something was read, and is passed on. */
  void passed(FileTask file, Delivery delivery) {
    passed.passed(file, delivery);
    if (delivery.last()) {
      tasks.remove(delivery.task());
    }
  }

  /** A file has ended, or was taken back by the enumerator. */
  void fileEnded() {
    open--;
  }

  /** Whether all of it has been passed on. */
  boolean isFinished() {
    return open == 0;
  }

  /** Reads nothing more for now. */
  void pause() {
    paused = true;
    List<ReadTask> cancelled = new ArrayList<>(tasks);
    tasks.clear();
    cancelled.forEach(reader::cancel);
  }

  /** Goes on where it was paused. */
  void resume() {
    if (paused) {
      paused = false;
      submitRest();
    }
  }
}

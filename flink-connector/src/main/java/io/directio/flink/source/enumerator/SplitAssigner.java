// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.FileRef;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.split.BundleSplit;
import io.directio.flink.source.split.BundledFile;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.RunSplit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is assigned next: first what comes back from failed readers, then runs of large
 * files, then bundles of small ones. Within a file runs go out in order, so that consecutive blocks
 * are read at about the same time.
 *
 * <p>A bundle takes its share of the files that are known to be left, at most as many as the
 * options allow: full bundles while there is plenty, smaller and smaller ones towards the end, so
 * that all readers finish at about the same time.
 *
 * <p><b>Threading.</b> Belongs to the coordinator's thread.
 */
final class SplitAssigner {

  /** Bundles wait while so many files are to be planned: each bundle may bring back more. */
  private static final int PLANNING_BACKLOG = 256;

  /**
   * What was left to assign of a file that was dropped.
   *
   * @param runs those that were ready
   * @param rest what had not been cut
   */
  record Leftover(List<RunSplit> runs, LargeFiles.Rest rest) {
    boolean isEmpty() {
      return runs.isEmpty() && rest.isEmpty();
    }
  }

  private final AssignmentOptions options;
  private final Intake intake;
  private final LargeFiles large;
  private final ArrayDeque<DirectIOSplit> ready = new ArrayDeque<>();

  SplitAssigner(AssignmentOptions options, Intake intake, LargeFiles large) {
    this.options = options;
    this.intake = intake;
    this.large = large;
  }

  /** Takes splits that go out before everything else. */
  void addFirst(Collection<? extends DirectIOSplit> splits) {
    List<DirectIOSplit> reversed = new ArrayList<>(splits);
    for (int i = reversed.size() - 1; i >= 0; i--) {
      ready.addFirst(reversed.get(i));
    }
  }

  /** Hands the files at the head of the intake that are known to be large over to be planned. */
  void sortIntake() {
    while (intake.peek() != null
        && isKnownToBeLarge(intake.peek().file())
        && large.backlog() < PLANNING_BACKLOG) {
      large.add(intake.take());
    }
  }

  /**
   * The next split; empty if none is ready.
   *
   * @param readers number of readers among which the rest is to be shared
   */
  Optional<DirectIOSplit> next(int readers) {
    if (!ready.isEmpty()) {
      return Optional.of(ready.remove());
    }
    Optional<RunSplit> run = large.next();
    if (run.isPresent()) {
      return Optional.of(run.get());
    }
    return nextBundle(readers);
  }

  private Optional<DirectIOSplit> nextBundle(int readers) {
    if (large.backlog() >= PLANNING_BACKLOG) {
      return Optional.empty();
    }
    int share = (intake.size() + 2 * readers - 1) / (2 * readers);
    int most = Math.max(1, Math.min(options.maxBundleFiles(), share));
    List<BundledFile> files = new ArrayList<>();
    long bytes = 0;
    while (files.size() < most) {
      sortIntake();
      FileTask next = intake.peek();
      if (next == null || isKnownToBeLarge(next.file())) {
        break;
      }
      bytes += next.file().sizeKnown() ? next.file().size() : 0;
      if (bytes > options.maxBytes() && !files.isEmpty()) {
        break;
      }
      files.add(new BundledFile(intake.take()));
    }
    if (files.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new BundleSplit(files.get(0).task().ordinal(), files));
  }

  private boolean isKnownToBeLarge(FileRef file) {
    return file.sizeKnown() && !options.cutter().isSmall(file);
  }

  /**
   * Forgets what is left of a file.
   *
   * @return what was left
   */
  Leftover drop(long ordinal) {
    List<RunSplit> runs = new ArrayList<>();
    ready.removeIf(
        split -> {
          boolean dropped = split instanceof RunSplit run && run.task().ordinal() == ordinal;
          if (dropped) {
            runs.add((RunSplit) split);
          }
          return dropped;
        });
    return new Leftover(runs, large.drop(ordinal));
  }

  /** Takes back what was left of a file. */
  void add(Leftover leftover) {
    addFirst(leftover.runs());
    large.add(leftover.rest());
  }

  /** Whether there is nothing to assign, now or later, unless a file is handed back. */
  boolean isExhausted() {
    return ready.isEmpty() && large.isEmpty() && intake.exhausted();
  }

  /** The splits that are ready, for a state. */
  List<DirectIOSplit> ready() {
    return new ArrayList<>(ready);
  }

  /** Number of splits that are ready, for a metric. */
  int readyCount() {
    return ready.size();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.DirectIOException;
import io.directio.FileChangedException;
import io.directio.FilePlan;
import io.directio.NoSuchBlockException;
import io.directio.flink.source.enumerator.EnumeratorState.BegunFile;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.RunSplit;
import io.directio.plan.BlockRun;
import io.directio.plan.SplitPlanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Large files on their way from a reference to runs of blocks. Some are listed at the same time,
 * and only so many plans are held at once; a plan is cut as its runs are asked for.
 *
 * <p><b>Threading.</b> Belongs to the coordinator's thread; listings run in the background.
 */
final class LargeFiles {

  /** Says what became of a listing that failed. */
  interface Failures {
    void failed(FileTask task, Throwable failure);
  }

  /**
   * What is left to assign of files.
   *
   * @param untouched those of which nothing has been assigned
   * @param begun those of which something has
   */
  record Rest(List<FileTask> untouched, List<BegunFile> begun) {
    boolean isEmpty() {
      return untouched.isEmpty() && begun.isEmpty();
    }
  }

  private static final class Planned {
    final FileTask task;
    final FilePlan plan;
    final Iterator<BlockRun> runs;
    int nextBlock;

    Planned(FileTask task, FilePlan plan, Iterator<BlockRun> runs, int nextBlock) {
      this.task = task;
      this.plan = plan;
      this.runs = runs;
      this.nextBlock = nextBlock;
    }
  }

  private final SplitPlanner cutter;
  private final LongUnaryOperator units;
  private final FilePlanner planner;
  private final Background background;
  private final int listings;
  private final int window;

  private final ArrayDeque<FileTask> waiting = new ArrayDeque<>();
  private final Map<Long, FileTask> listing = new LinkedHashMap<>();
  private final ArrayDeque<Planned> planned = new ArrayDeque<>();

  /** Files of a restored state that were assigned in part, until they are planned again. */
  private final Map<Long, BegunFile> begun = new LinkedHashMap<>();

  /**
   * @param units the destination's unit for a file of a size, both in bytes
   * @param listings how many files are listed at the same time
   * @param window how many files are listed, or planned and not wholly assigned, at the same time
   */
  LargeFiles(
      SplitPlanner cutter,
      LongUnaryOperator units,
      FilePlanner planner,
      Background background,
      int listings,
      int window) {
    this.cutter = cutter;
    this.units = units;
    this.planner = planner;
    this.background = background;
    this.listings = listings;
    this.window = window;
  }

  /** Takes a file none of whose blocks have been assigned. */
  void add(FileTask task) {
    waiting.add(task);
  }

  /** Takes a file that was assigned in part. */
  void resume(BegunFile file) {
    begun.put(file.task().ordinal(), file);
    waiting.addFirst(file.task());
  }

  /** Number of files that are not planned yet. */
  int backlog() {
    return waiting.size() + listing.size();
  }

  /** Whether there is nothing to plan and nothing to assign. */
  boolean isEmpty() {
    return waiting.isEmpty() && listing.isEmpty() && planned.isEmpty();
  }

  /**
   * Lists what may be listed now.
   *
   * @param ready called whenever a file has been planned
   * @param failures called when one could not be
   */
  void advance(Runnable ready, Failures failures) {
    while (!waiting.isEmpty()
        && listing.size() < listings
        && listing.size() + planned.size() < window) {
      FileTask task = waiting.remove();
      listing.put(task.ordinal(), task);
      background.call(
          () -> planner.plan(task.file()),
          (plan, failure) -> {
            if (!listing.remove(task.ordinal(), task)) {
              return; // Dropped meanwhile.
            }
            if (failure != null) {
              begun.remove(task.ordinal());
              failures.failed(task, failure);
            } else {
              accept(task, plan, failures);
            }
            ready.run();
          });
    }
  }

  private void accept(FileTask task, FilePlan plan, Failures failures) {
    BegunFile restored = begun.remove(task.ordinal());
    if (restored == null) {
      planned.add(new Planned(task, plan, runs(plan), 1));
    } else if (restored.fingerprint() == plan.fingerprint()) {
      planned.add(new Planned(task, plan, runs(plan), restored.nextBlock()));
    } else {
      failures.failed(
          task,
          new FileChangedException(
              task.file().fileId(), "it changed between two attempts of the job"));
    }
  }

  private Iterator<BlockRun> runs(FilePlan plan) {
    return cutter.withUnitBytes(units.applyAsLong(plan.size())).runs(plan).iterator();
  }

  /** The next run to assign; empty if none is ready. */
  Optional<RunSplit> next() {
    while (!planned.isEmpty()) {
      Planned file = planned.peek();
      while (file.runs.hasNext()) {
        BlockRun run = file.runs.next();
        if (run.lastBlock() >= file.nextBlock) {
          BlockRun rest = run.firstBlock() >= file.nextBlock ? run : tail(run, file);
          file.nextBlock = run.lastBlock() + 1;
          if (!file.runs.hasNext()) {
            planned.remove();
          }
          return Optional.of(new RunSplit(file.task, rest));
        }
      }
      planned.remove();
    }
    return Optional.empty();
  }

  /** What is left of a run that was cut elsewhere when its first blocks were assigned. */
  private static BlockRun tail(BlockRun run, Planned file) {
    try {
      long offset = file.plan.block(file.nextBlock).offset();
      return new BlockRun(run.file(), file.nextBlock, run.lastBlock(), offset, run.end() - offset);
    } catch (NoSuchBlockException e) {
      throw new IllegalStateException("A run holds a block that its plan doesn't have", e);
    }
  }

  /** Takes back what was left of files. */
  void add(Rest rest) {
    rest.untouched().forEach(this::add);
    rest.begun().forEach(this::resume);
  }

  /** Everything that is left to assign. */
  Rest rest() {
    return rest(task -> true);
  }

  /**
   * Forgets a file.
   *
   * @return what was left of it
   */
  Rest drop(long ordinal) {
    Rest dropped = rest(task -> task.ordinal() == ordinal);
    waiting.removeIf(task -> task.ordinal() == ordinal);
    listing.remove(ordinal);
    planned.removeIf(file -> file.task.ordinal() == ordinal);
    begun.remove(ordinal);
    return dropped;
  }

  private Rest rest(Predicate<FileTask> which) {
    List<FileTask> untouched = new ArrayList<>();
    List<BegunFile> partly = new ArrayList<>();
    for (Planned file : planned) {
      if (!which.test(file.task)) {
        continue;
      }
      if (file.nextBlock > 1) {
        partly.add(new BegunFile(file.task, file.plan.fingerprint(), file.nextBlock));
      } else {
        untouched.add(file.task);
      }
    }
    Stream.concat(listing.values().stream(), waiting.stream())
        .filter(which)
        .forEach(
            task -> {
              BegunFile restored = begun.get(task.ordinal());
              if (restored == null) {
                untouched.add(task);
              } else {
                partly.add(restored);
              }
            });
    return new Rest(untouched, partly);
  }

  /** A file's failure as one of Direct IO; another kind is a fault of the program. */
  static DirectIOException expected(Throwable failure) {
    if (failure instanceof DirectIOException known) {
      return known;
    }
    throw new IllegalStateException("Planning failed unexpectedly", failure);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Where the tasks of a reader stand: they wait, are being opened, have blocks that nobody fetches
 * yet, or have none left; in the end they are forgotten. Only so many are opened ahead of the
 * fetches.
 *
 * <p><b>Threading:</b> not thread-safe; guarded by its reader's lock.
 */
final class TaskBoard {

  private final int ahead;
  private final Deque<TaskOpening.Request> waiting = new ArrayDeque<>();
  private final PriorityQueue<OpenTask> ready =
      new PriorityQueue<>(Comparator.comparingLong(OpenTask::sequence));

  /** The tasks that have not ended; empty while one waits or is being opened. */
  private final Map<ReadTask, Optional<OpenTask>> live = new IdentityHashMap<>();

  private long submitted;
  private int beingOpened;

  /**
   * @param ahead tasks at most that are being opened, or have been and wait for their first fetch
   */
  TaskBoard(int ahead) {
    this.ahead = ahead;
  }

  /** Takes on a task, which waits; false if this very task is here already. */
  boolean add(ReadTask task) {
    if (live.putIfAbsent(task, Optional.empty()) != null) {
      return false;
    }
    waiting.addLast(new TaskOpening.Request(task, submitted++, false));
    return true;
  }

  /** The next task to open, which is {@linkplain #opening being opened}; null if none may be. */
  TaskOpening.Request nextToOpen() {
    if (waiting.isEmpty() || beingOpened + ready.size() >= ahead) {
      return null;
    }
    opening();
    return waiting.pollFirst();
  }

  /** One more is being opened. */
  void opening() {
    beingOpened++;
  }

  /** One that was being opened is not any more, whatever became of it. */
  void openingEnded() {
    beingOpened--;
  }

  /** A task has been opened. */
  void opened(OpenTask open) {
    live.put(open.task(), Optional.of(open));
  }

  /** A task that failed is to be opened once more. */
  void again(ReadTask task) {
    live.put(task, Optional.empty());
  }

  /** An opened task has blocks to fetch. */
  void ready(OpenTask open) {
    ready.add(open);
  }

  /** The task whose blocks are to be fetched next; null if there is none. */
  OpenTask firstReady() {
    return ready.peek();
  }

  /** Every block of the {@link #firstReady()} task is being fetched. */
  void firstReadyBegun() {
    ready.poll();
  }

  /** Whether a task has not ended. */
  boolean isLive(ReadTask task) {
    return live.containsKey(task);
  }

  /**
   * Whether a task is where its owner believes it to be.
   *
   * @param open what the owner knows of the task; null if it has not been opened
   */
  boolean isCurrent(ReadTask task, OpenTask open) {
    Optional<OpenTask> state = live.get(task);
    return state != null && state.orElse(null) == open;
  }

  /** A task has ended. */
  void ended(ReadTask task) {
    live.remove(task);
  }

  /** Drops a task that waits, or has been opened, or neither. */
  OpenTask cancel(ReadTask task) {
    waiting.removeIf(request -> request.task() == task);
    return forget(task);
  }

  /** Drops a task that does not wait; gives it if it has been opened, or else null. */
  OpenTask forget(ReadTask task) {
    Optional<OpenTask> open = live.remove(task);
    if (open == null || open.isEmpty()) {
      return null;
    }
    ready.remove(open.get());
    return open.get();
  }

  /** Whether every task has ended. */
  boolean isEmpty() {
    return live.isEmpty();
  }

  /** Drops everything. */
  void clear() {
    live.clear();
    waiting.clear();
    ready.clear();
  }
}

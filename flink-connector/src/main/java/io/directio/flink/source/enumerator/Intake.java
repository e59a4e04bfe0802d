// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.flink.source.FileCursor;
import io.directio.flink.source.FileSelection;
import io.directio.flink.source.FileSelection.Position;
import io.directio.flink.source.split.FileTask;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The files that the selection gives, read ahead by a bounded number.
 *
 * <p><b>Threading.</b> Belongs to the coordinator's thread. The cursor is touched in the background
 * only, by one read at a time.
 */
final class Intake implements Closeable {

  private record Arrived(FileTask task, Position after) {}

  private record Page(List<Arrived> files, FileCursor.Step end) {}

  private final FileSelection selection;
  private final Background background;
  private final ArrayDeque<Arrived> ahead = new ArrayDeque<>();

  /** Touched in the background only, until everything is closed. */
  private volatile FileCursor cursor;

  private Position taken;
  private boolean reading;
  private boolean ended;

  Intake(FileSelection selection, Position from, Background background) {
    this.selection = selection;
    this.taken = from;
    this.background = background;
  }

  /**
   * Reads on if fewer than so many files are there.
   *
   * @param arrived called when more are there, or the end has been seen
   * @param failed called when the selection can't be read
   */
  void fill(int target, Runnable arrived, Consumer<Throwable> failed) {
    int missing = target - ahead.size();
    if (reading || ended || missing <= target / 2) {
      return;
    }
    reading = true;
    Position from = taken;
    background.call(
        () -> read(from, missing),
        (page, failure) -> {
          reading = false;
          if (failure != null) {
            failed.accept(failure);
            return;
          }
          ahead.addAll(page.files());
          ended = page.end() == FileCursor.Step.END;
          arrived.run();
        });
  }

  private Page read(Position from, int count) throws IOException {
    if (cursor == null) {
      cursor = selection.open(from);
    }
    List<Arrived> files = new ArrayList<>();
    while (files.size() < count) {
      long ordinal = cursor.position().ordinal();
      FileCursor.Step step = cursor.advance();
      if (step != FileCursor.Step.FILE) {
        return new Page(files, step);
      }
      files.add(new Arrived(FileTask.first(ordinal, cursor.file()), cursor.position()));
    }
    return new Page(files, FileCursor.Step.FILE);
  }

  /** The next file, left where it is; null if none is there now. */
  FileTask peek() {
    return ahead.isEmpty() ? null : ahead.peek().task();
  }

  /** Takes the next file. */
  FileTask take() {
    Arrived next = ahead.remove();
    taken = next.after();
    return next.task();
  }

  /** Number of files that have been read ahead. */
  int size() {
    return ahead.size();
  }

  /** Whether every file has been taken. */
  boolean exhausted() {
    return ended && ahead.isEmpty();
  }

  /** The place behind the last file that was taken. */
  Position position() {
    return taken;
  }

  @Override
  public void close() throws IOException {
    FileCursor open = cursor;
    if (open != null) {
      open.close();
    }
  }
}

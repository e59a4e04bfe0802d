// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.flink.source.FileCursor;
import io.directio.flink.source.FileSelection.Position;
import io.directio.flink.source.split.FileTask;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The files that the selection gives, read ahead by a bounded number, and so that the selection can
 * be opened again behind the last of them.
 *
 * <p><b>Threading.</b> Belongs to the coordinator's thread. The cursor is touched in the background
 * only, by one read at a time.
 */
final class Intake implements Closeable {

  /** How long a read waits for files, while none is there. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Opens the selection. */
  @FunctionalInterface
  interface Opening {
    FileCursor open(Position from) throws IOException;
  }

  /**
   * What has to be remembered to go on: where, and which files before that were not taken.
   *
   * @param position where the selection is to be opened
   * @param untaken files before that; none if the selection can be opened behind what was taken
   */
  record Place(Position position, List<FileTask> untaken) {}

  /** A file, and the place behind it if the selection can be opened there; else null. */
  private record Arrived(FileTask task, Position after) {}

  private record Page(List<Arrived> files, Position after, boolean end) {}

  private final Opening selection;
  private final Background background;
  private final ArrayDeque<Arrived> ahead = new ArrayDeque<>();

  /** Touched in the background only, until everything is closed. */
  private volatile FileCursor cursor;

  private volatile boolean closed;

  /** Behind the last file that was taken; null if the selection can't be opened there. */
  private Position taken;

  private long takenOrdinal;
  private Position read;
  private boolean reading;
  private boolean ended;

  Intake(Opening selection, Place from, Background background) {
    this.selection = selection;
    this.background = background;
    this.read = from.position();
    this.takenOrdinal = read.ordinal() - from.untaken().size();
    from.untaken().forEach(task -> ahead.add(new Arrived(task, null)));
    passTo(read);
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
    Position from = read;
    background.call(
        () -> read(from, missing),
        (page, failure) -> {
          reading = false;
          if (failure != null) {
            failed.accept(failure);
            return;
          }
          ahead.addAll(page.files());
          passTo(page.after());
          ended = page.end();
          arrived.run();
        });
  }

  /** The place behind the last file that is there may move on without another file. */
  private void passTo(Position behind) {
    read = behind;
    if (ahead.isEmpty()) {
      taken = behind;
    } else {
      ahead.add(new Arrived(ahead.removeLast().task(), behind));
    }
  }

  private Page read(Position from, int count) throws IOException {
    if (cursor == null) {
      cursor = selection.open(from);
      if (closed) {
        cursor.close(); // It was opened too late to be seen by close().
      }
    }
    List<Arrived> files = new ArrayList<>();
    while (files.size() < count || cursor.position().isEmpty()) {
      FileCursor.Step step = cursor.advance(files.isEmpty() ? PATIENCE : Duration.ZERO);
      if (step != FileCursor.Step.FILE) {
        return page(from, files, step == FileCursor.Step.END);
      }
      long ordinal = from.ordinal() + files.size();
      FileTask task = new FileTask(ordinal, 1, cursor.file(), cursor.eventTime(), cursor.deleted());
      files.add(new Arrived(task, cursor.position().orElse(null)));
    }
    return page(from, files, false);
  }

  private Page page(Position from, List<Arrived> files, boolean end) {
    return new Page(files, cursor.position().orElse(from), end);
  }

  /** The next file, left where it is; null if none is there now. */
  FileTask peek() {
    return ahead.isEmpty() ? null : ahead.peek().task();
  }

  /** Takes the next file. */
  FileTask take() {
    Arrived next = ahead.remove();
    taken = next.after();
    takenOrdinal = next.task().ordinal() + 1;
    return next.task();
  }

  /** Number of files that have been read ahead. */
  int size() {
    return ahead.size();
  }

  /** Number of files that have been taken since the beginning of the selection. */
  long taken() {
    return takenOrdinal;
  }

  /** Whether every file has been taken. */
  boolean exhausted() {
    return ended && ahead.isEmpty();
  }

  /** Whether the files to be taken next were there at the beginning of a stream of events. */
  boolean inSnapshot() {
    return read.inSnapshot();
  }

  /** What has to be remembered to go on. */
  Place place() {
    if (taken != null) {
      return new Place(taken, List.of());
    }
    List<FileTask> untaken = new ArrayList<>();
    for (Arrived next : ahead) {
      untaken.add(next.task());
      if (next.after() != null) {
        return new Place(next.after(), untaken);
      }
    }
    throw new IllegalStateException("No place is known behind " + untaken.size() + " files");
  }

  @Override
  public void close() throws IOException {
    closed = true;
    FileCursor open = cursor;
    if (open != null) {
      open.close();
    }
  }
}

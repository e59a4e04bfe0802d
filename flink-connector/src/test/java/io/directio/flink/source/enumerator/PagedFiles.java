// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.FileRef;
import io.directio.flink.source.FileCursor;
import io.directio.flink.source.FileSelection;
import io.directio.read.ClientOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.Boundedness;

/** Files that come in pages, between which a cursor can be opened, but not within them. */
record PagedFiles(List<List<Long>> pages, boolean endless) implements FileSelection {

  private static final long serialVersionUID = 1L;

  @Override
  public Boundedness boundedness() {
    return endless ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED;
  }

  @Override
  public FileCursor open(Position from, ClientOptions portal) {
    return new Cursor(from);
  }

  private final class Cursor implements FileCursor {
    private final Deque<Long> page = new ArrayDeque<>();
    private long ordinal;
    private int next;
    private FileRef file;

    Cursor(Position from) {
      this.ordinal = from.ordinal();
      this.next = (int) from.offset();
    }

    @Override
    public Step advance(Duration patience) {
      if (page.isEmpty() && next < pages.size()) {
        page.addAll(pages.get(next++));
      }
      if (page.isEmpty()) {
        return next < pages.size() || endless ? Step.NOTHING_YET : Step.END;
      }
      file = FileRef.ofId(page.remove());
      ordinal++;
      return Step.FILE;
    }

    @Override
    public FileRef file() {
      return file;
    }

    @Override
    public long eventTime() {
      return 1000 * file.fileId();
    }

    @Override
    public Optional<Position> position() {
      return page.isEmpty() ? Optional.of(new Position(ordinal, next, 0)) : Optional.empty();
    }

    @Override
    public void close() {}
  }
}

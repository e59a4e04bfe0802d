// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.FileEvent;
import io.directio.FileEvent.Type;
import io.directio.FileRef;
import io.directio.flink.source.split.FileTask;
import io.directio.notify.EventCursor;
import io.directio.notify.EventDeduplicator;
import io.directio.notify.EventFeed;
import io.directio.notify.EventFilter;
import io.directio.notify.EventPage;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.connector.source.Boundedness;

/**
 * Files of which the Notification Service tells: those that are in some folders, and, if they are
 * followed, those that change from then on.
 *
 * <p>Pages of events are read as the job needs files. A place between the files of a page can't be
 * opened again, as the portal need not give the same page twice; the taker remembers the rest.
 */
record FolderFiles(NotificationOptions options, boolean follow, boolean deletions)
    implements FileSelection {

  private static final long serialVersionUID = 1L;

  /** Files of which the last event is remembered, so that it need not be read twice: 20 MB. */
  private static final int REMEMBERED = 100_000;

  FolderFiles {
    Objects.requireNonNull(options, "options");
  }

  @Override
  public Boundedness boundedness() {
    return follow ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED;
  }

  @Override
  public FileCursor open(Position from, ClientOptions portal) throws IOException {
    return new Cursor(this, EventFeed.open(portal.portalConnection(), asked()), from);
  }

  @Override
  public FileSelection withDeletions() {
    return follow ? new FolderFiles(options, true, true) : FileSelection.super.withDeletions();
  }

  /** With deletions, what is not wanted any more matters as well. */
  private NotificationOptions asked() {
    return deletions ? options.toBuilder().filter(EventFilter.ALL).build() : options;
  }

  @Override
  public String toString() {
    int chosen = options.folderIds().size() + options.folderNames().size();
    return (follow ? "what changes in " : "what is in ")
        + (chosen == 0 ? "all folders" : chosen + " folders");
  }

  /** What the next step tells. */
  private record Told(FileEvent event, boolean deleted) {}

  private static final class Cursor implements FileCursor {
    private final FolderFiles selection;
    private final EventFeed feed;
    private final EventDeduplicator news = new EventDeduplicator(REMEMBERED);

    /** What is left of the page, and the place behind it. */
    private final ArrayDeque<Told> page = new ArrayDeque<>();

    private EventCursor next;
    private long passed;
    private Told file;

    Cursor(FolderFiles selection, EventFeed feed, Position from) {
      this.selection = selection;
      this.feed = feed;
      this.next = from.events();
      this.passed = from.ordinal();
    }

    @Override
    public Step advance(Duration patience) throws IOException {
      if (page.isEmpty() && !isOver() && (next.isDue() || !patience.isZero())) {
        turn(feed.next(next, patience));
      }
      if (page.isEmpty()) {
        return isOver() ? Step.END : Step.NOTHING_YET;
      }
      file = page.remove();
      passed++;
      return Step.FILE;
    }

    private boolean isOver() {
      return !selection.follow && next.snapshotDone();
    }

    /** Of several events of a file only the last counts: the file is read as it is then. */
    private void turn(EventPage read) {
      next = read.next();
      Map<String, FileEvent> latest = new LinkedHashMap<>();
      for (FileEvent event : read.events()) {
        if (news.accept(event)) {
          latest.remove(event.guid());
          latest.put(event.guid(), event);
        }
      }
      latest.values().forEach(event -> take(event, read.snapshot()));
    }

    private void take(FileEvent event, boolean snapshot) {
      boolean wanted = selection.options.filter().accepts(event);
      // What was moved to where nothing is wanted is gone as well.
      boolean gone = event.deleted() || !wanted && event.path() != null;
      if (wanted && event.isReadable()) {
        page.add(new Told(event, false));
      } else if (gone && selection.deletions && !snapshot && event.type() == Type.FILE) {
        page.add(new Told(event, true));
      }
    }

    @Override
    public FileRef file() {
      return file.deleted() ? file.event().toDeletion().file() : file.event().toFileRef();
    }

    @Override
    public boolean deleted() {
      return file.deleted();
    }

    @Override
    public long eventTime() {
      Instant time = file.event().time();
      return time != null ? time.toEpochMilli() : FileTask.NO_TIME;
    }

    @Override
    public Optional<Position> position() {
      return page.isEmpty() ? Optional.of(new Position(passed, 0, 0, next)) : Optional.empty();
    }

    /** The portal is told that the session is over: that takes a call, which nobody waits for. */
    @Override
    public void close() {
      Thread logout = new Thread(feed::close, "directio-logout");
      logout.setDaemon(true);
      logout.start();
    }
  }
}

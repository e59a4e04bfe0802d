// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.event;

import io.directio.DirectIOException;
import io.directio.flink.JobStoppedException;
import io.directio.notify.EventCursor;
import io.directio.notify.EventDeduplicator;
import io.directio.notify.EventFeed;
import io.directio.notify.EventPage;
import io.directio.notify.NotificationOptions;
import io.directio.portal.PortalConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

/**
 * Waits for pages of events.
 *
 * <p><b>Threading.</b> Belongs to the fetcher's thread, but for {@link #wakeUp()}.
 */
final class EventSplitReader implements SplitReader<EventPage, EventSplit> {

  /** How long a fetch waits; a fetcher that is to do something else has to wait as long. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Files and folders of which the last event is remembered: 20 MB. */
  private static final int REMEMBERED = 100_000;

  private final EventFeed feed;
  private final boolean follow;
  private EventDeduplicator news;
  private EventCursor position;

  private EventSplitReader(EventFeed feed, boolean follow) {
    this.feed = feed;
    this.follow = follow;
  }

  /** Opens a feed, which asks nothing yet. */
  static EventSplitReader open(
      PortalConnection portal, NotificationOptions options, boolean follow) {
    try {
      return new EventSplitReader(EventFeed.open(portal, options), follow);
    } catch (DirectIOException e) {
      throw new UncheckedIOException(new JobStoppedException(e));
    }
  }

  @Override
  public void handleSplitsChanges(SplitsChange<EventSplit> change) {
    if (!(change instanceof SplitsAddition)) {
      throw new UnsupportedOperationException("Only additions are known, not " + change.getClass());
    }
    for (EventSplit split : change.splits()) {
      position = split.position();
      news = new EventDeduplicator(REMEMBERED);
    }
  }

  @Override
  public RecordsWithSplitIds<EventPage> fetch() throws IOException {
    RecordsBySplits.Builder<EventPage> records = new RecordsBySplits.Builder<>();
    if (position == null) {
      return records.build();
    }
    if (!isOver()) {
      records.add(EventSplit.ID, next());
    }
    if (isOver()) {
      records.addFinishedSplit(EventSplit.ID);
      position = null;
    }
    return records.build();
  }

  private boolean isOver() {
    return !follow && position.snapshotDone();
  }

  private EventPage next() throws IOException {
    try {
      EventPage page = feed.next(position, PATIENCE);
      position = page.next();
      return new EventPage(
          page.events().stream().filter(news::accept).toList(),
          page.next(),
          page.snapshot(),
          page.newSnapshot(),
          page.asOf());
    } catch (DirectIOException e) {
      throw JobStoppedException.unlessTemporary(e);
    }
  }

  /** A fetch is over soon. */
  @Override
  public void wakeUp() {}

  @Override
  public void close() {
    feed.close();
  }
}

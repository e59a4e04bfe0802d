// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.DirectIOException;
import io.directio.FileEvent;
import io.directio.notify.EventCursor;
import io.directio.notify.EventFeed;
import io.directio.notify.EventPage;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Lineage;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.joda.time.Instant;

/**
 * What reading a snapshot and following have in common: a feed, and how its pages leave. The
 * element that a function is called with says nothing.
 */
abstract class EventsFn extends DoFn<byte[], FileEvent> {

  private static final long serialVersionUID = 1L;

  private final ClientOptions portal;
  private final NotificationOptions folders;
  private final boolean filesOnly;
  private final Counter counter = Metrics.counter("io.directio.beam", "eventsRead");

  private transient EventFeed feed;
  private transient News news;

  /**
   * @param filesOnly whether of a page only those events leave that are about a file to be read,
   *     and of several about one file only the last, as the file is read as it is then
   */
  EventsFn(ClientOptions portal, NotificationOptions folders, boolean filesOnly) {
    this.portal = Objects.requireNonNull(portal, "portal");
    this.folders = Objects.requireNonNull(folders, "folders");
    this.filesOnly = filesOnly;
  }

  @Setup
  public void setUp() throws DirectIOException {
    feed = EventFeed.open(portal.portalConnection(), folders);
    news = new News();
  }

  @StartBundle
  public void startBundle() {
    Lineage.getSources().add("directio", List.of(portal.portal().getHost()));
  }

  @GetInitialRestriction
  public FeedPosition initialRestriction() {
    return FeedPosition.START;
  }

  @GetRestrictionCoder
  public Coder<FeedPosition> restrictionCoder() {
    return FeedPositionCoder.of();
  }

  @GetSize
  public double size(@Restriction FeedPosition position) {
    return position.over() ? 0 : 1;
  }

  /** Begins with the page after a position. */
  final void begin(EventCursor position) {
    news.begin(position);
  }

  /** Asks for the page after a position. */
  final EventPage page(EventCursor position, Duration maxWait) throws DirectIOException {
    return feed.next(position, maxWait);
  }

  /**
   * Lets the events of a page leave that tell something new. The page has been claimed.
   *
   * @param watermark no event leaves with an earlier time, so that none is dropped as too late
   */
  final void emit(EventPage page, Instant watermark, OutputReceiver<FileEvent> events) {
    Instant now = Instant.now();
    for (FileEvent event : chosen(news.of(page))) {
      counter.inc();
      events.outputWithTimestamp(event, EventTimes.of(event, watermark, now));
    }
  }

  private Iterable<FileEvent> chosen(List<FileEvent> fresh) {
    if (!filesOnly) {
      return fresh;
    }
    Map<String, FileEvent> latest = new LinkedHashMap<>();
    fresh.forEach(event -> latest.put(event.guid(), event));
    return latest.values().stream().filter(FileEvent::isReadable).toList();
  }

  @Teardown
  public void tearDown() {
    if (feed != null) {
      feed.close();
    }
  }
}

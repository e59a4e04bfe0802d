// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.DirectIOException;
import io.directio.FileEvent;
import io.directio.FileRef;
import io.directio.notify.EventCursor;
import io.directio.notify.EventDeduplicator;
import io.directio.notify.EventFeed;
import io.directio.notify.EventPage;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;

/**
 * Lists the files that are in some folders, from the snapshot of the Notification Service. The
 * element that it is called with says nothing.
 *
 * <h2>Initial restriction</h2>
 *
 * <p>The whole snapshot, from its beginning: a {@link SnapshotPosition}. What changes afterwards is
 * not listed.
 *
 * <h2>Splitting</h2>
 *
 * <p>None: where a page begins only the portal knows, once it has given the page before. One worker
 * lists, at a page of some thousand files for each call; the files are spread afterwards.
 *
 * <h2>Checkpoint and resume</h2>
 *
 * <p>A page arrives, is claimed by the position after it, and its files leave. If the claim fails
 * the page is dropped, and whoever has the residual reads it again. The residual begins after the
 * last page that was claimed: listing is resumed there, not from the beginning.
 *
 * <h2>Progress and size</h2>
 *
 * <p>In pages; as long as there are some left, one is.
 *
 * <h2>Watermark</h2>
 *
 * <p>Every file has the time of the element, which holds the watermark back until all are listed.
 *
 * <h2>Repetition</h2>
 *
 * <p>Of several events of a file in a page, only the last counts; an event that tells nothing new
 * since the function was called is dropped. What was seen before a checkpoint is not remembered, so
 * a file that changes during the listing can come twice, each time to be read as it is then.
 *
 * <h2>Failures</h2>
 *
 * <p>Whatever the feed can't get by itself fails the bundle.
 */
@DoFn.BoundedPerElement
public final class ListFolderFilesFn extends DoFn<byte[], FileRef> {

  private static final long serialVersionUID = 1L;

  /** The pages of a snapshot are there; only a portal that splits its folders could let wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Files and folders of which the last event is remembered: 20 MB. */
  private static final int REMEMBERED = 100_000;

  private final ClientOptions portal;
  private final NotificationOptions folders;

  private transient EventFeed feed;

  /** Lists the files in some folders of a portal. */
  public ListFolderFilesFn(ClientOptions portal, NotificationOptions folders) {
    this.portal = Objects.requireNonNull(portal, "portal");
    this.folders = Objects.requireNonNull(folders, "folders");
  }

  @Setup
  public void setUp() throws DirectIOException {
    feed = EventFeed.open(portal.portalConnection(), folders);
  }

  @GetInitialRestriction
  public SnapshotPosition initialRestriction() {
    return SnapshotPosition.START;
  }

  @NewTracker
  public SnapshotTracker tracker(@Restriction SnapshotPosition position) {
    return new SnapshotTracker(position);
  }

  @GetRestrictionCoder
  public Coder<SnapshotPosition> restrictionCoder() {
    return SnapshotPositionCoder.of();
  }

  @GetSize
  public double size(@Restriction SnapshotPosition position) {
    return position.over() ? 0 : 1;
  }

  @ProcessElement
  public void process(
      RestrictionTracker<SnapshotPosition, EventCursor> tracker, OutputReceiver<FileRef> files)
      throws DirectIOException {
    SnapshotPosition position = tracker.currentRestriction();
    if (position.over()) {
      return;
    }
    EventDeduplicator news = new EventDeduplicator(REMEMBERED);
    EventCursor next = position.from();
    while (!next.snapshotDone()) {
      EventPage page = feed.next(next, PATIENCE);
      next = page.next();
      if (!tracker.tryClaim(next)) {
        return;
      }
      emit(page, news, files);
    }
  }

  /** Of several events of a file only the last counts: the file is read as it is then. */
  private static void emit(EventPage page, EventDeduplicator news, OutputReceiver<FileRef> files) {
    Map<String, FileEvent> latest = new LinkedHashMap<>();
    for (FileEvent event : page.events()) {
      if (news.accept(event)) {
        latest.put(event.guid(), event);
      }
    }
    latest.values().stream()
        .filter(FileEvent::isReadable)
        .forEach(event -> files.output(event.toFileRef()));
  }

  @Teardown
  public void tearDown() {
    if (feed != null) {
      feed.close();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.DirectIOException;
import io.directio.FileEvent;
import io.directio.notify.EventCursor;
import io.directio.notify.EventPage;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import java.time.Duration;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.IsBounded;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * Tells what is in some folders, from the snapshot of the Notification Service.
 *
 * <h2>Initial restriction</h2>
 *
 * <p>The whole snapshot, from its beginning: a {@link FeedPosition}. What changes afterwards is not
 * told.
 *
 * <h2>Splitting</h2>
 *
 * <p>None: where a page begins only the portal knows, once it has given the page before. One worker
 * asks, at a page of some thousand events for each call; what it finds is spread afterwards.
 *
 * <h2>Checkpoint and resume</h2>
 *
 * <p>A page arrives, is claimed by the position after it, and its events leave. If the claim fails
 * the page is dropped, and whoever has the residual reads it again. The residual begins after the
 * last page that was claimed: reading is resumed there, not from the beginning.
 *
 * <h2>Progress and size</h2>
 *
 * <p>In pages; as long as there are some left, one is.
 *
 * <h2>Watermark</h2>
 *
 * <p>Every event has its own time. The element holds the watermark back until all are told.
 *
 * <h2>Repetition</h2>
 *
 * <p>An event that tells nothing new since the last one of the same file or folder is dropped, as
 * long as pages come one after the other in one instance. After a checkpoint that another instance
 * resumes, or a bundle that failed, what was seen is not remembered, so an event can come twice.
 *
 * <h2>Failures</h2>
 *
 * <p>Whatever the feed can't get by itself fails the bundle.
 */
@DoFn.BoundedPerElement
final class SnapshotFn extends EventsFn {

  private static final long serialVersionUID = 1L;

  /** The pages of a snapshot are there; only a portal that splits its folders could let wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  SnapshotFn(ClientOptions portal, NotificationOptions folders, boolean filesOnly) {
    super(portal, folders, filesOnly);
  }

  @NewTracker
  public FeedTracker tracker(@Restriction FeedPosition position) {
    return new FeedTracker(position, IsBounded.BOUNDED);
  }

  @ProcessElement
  public void process(
      RestrictionTracker<FeedPosition, EventCursor> tracker, OutputReceiver<FileEvent> events)
      throws DirectIOException {
    FeedPosition position = tracker.currentRestriction();
    if (position.over()) {
      return;
    }
    EventCursor next = position.from();
    begin(next);
    while (!next.snapshotDone()) {
      EventPage page = page(next, PATIENCE);
      next = page.next();
      if (!tracker.tryClaim(next)) {
        return;
      }
      emit(page, BoundedWindow.TIMESTAMP_MIN_VALUE, events);
    }
  }
}

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
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.IsBounded;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.joda.time.Instant;

/**
 * Tells what is in some folders, and then, for ever, what changes in them.
 *
 * <h2>Initial restriction</h2>
 *
 * <p>All pages of the Notification Service, from the beginning of the snapshot: a {@link
 * FeedPosition}, which has no end.
 *
 * <h2>Splitting</h2>
 *
 * <p>None, as in {@link SnapshotFn}: a portal's stream of events can't be divided.
 *
 * <h2>Checkpoint and resume</h2>
 *
 * <p>As long as the next page is there, pages are read one after the other: claimed, then emitted.
 * When all is told, the function stops by itself, so that the runner can commit what has left; it
 * asks to be resumed at once, and then waits for changes, as long as {@link
 * NotificationOptions#longPoll()} says, but at most 5 seconds: so long may a runner that wants a
 * checkpoint have to wait. The portal holds the poll, so no delay is needed besides. The residual
 * is the position after the last page that was claimed.
 *
 * <p>When a pipeline is drained nothing more is read: the restriction is unbounded, which Beam
 * truncates to nothing. What has left is processed to its end.
 *
 * <h2>Progress and size</h2>
 *
 * <p>In pages; there is always one left.
 *
 * <h2>Watermark</h2>
 *
 * <p>The beginning of time while the snapshot is told, whose events can have any time. Then the
 * time, by the portal's clock, up to which all changes have been told; it goes on while nothing
 * changes. An event whose time lies before the watermark, because the portal told it late or tells
 * only the file's own time, leaves with the watermark's time: none is dropped as too late.
 *
 * <h2>Repetition</h2>
 *
 * <p>As in {@link SnapshotFn}.
 *
 * <h2>Failures</h2>
 *
 * <p>A session that died is begun anew, and a long poll that never answers counts as no change. A
 * position that the portal rejects fails the bundle, unless {@linkplain
 * NotificationOptions#rejectedCursors() a new snapshot is allowed}; so does whatever else the feed
 * can't get by itself.
 */
@DoFn.UnboundedPerElement
final class FollowFn extends EventsFn {

  private static final long serialVersionUID = 1L;

  /** How long a runner may have to wait for a checkpoint. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Duration wait;

  FollowFn(ClientOptions portal, NotificationOptions folders, boolean filesOnly) {
    super(portal, folders, filesOnly);
    Duration poll = folders.longPoll();
    this.wait = poll.compareTo(LONGEST_WAIT) < 0 ? poll : LONGEST_WAIT;
  }

  @NewTracker
  public FeedTracker tracker(@Restriction FeedPosition position) {
    return new FeedTracker(position, IsBounded.UNBOUNDED);
  }

  @GetInitialWatermarkEstimatorState
  public Instant initialWatermark(@Timestamp Instant timestamp) {
    return timestamp;
  }

  @NewWatermarkEstimator
  public WatermarkEstimators.Manual watermarkEstimator(@WatermarkEstimatorState Instant watermark) {
    return new WatermarkEstimators.Manual(watermark);
  }

  @ProcessElement
  public ProcessContinuation process(
      RestrictionTracker<FeedPosition, EventCursor> tracker,
      ManualWatermarkEstimator<Instant> watermark,
      OutputReceiver<FileEvent> events)
      throws DirectIOException {
    FeedPosition position = tracker.currentRestriction();
    if (position.over()) {
      return ProcessContinuation.stop();
    }
    EventCursor next = position.from();
    begin(next);
    EventPage page;
    do {
      page = page(next, wait);
      next = page.next();
      if (!tracker.tryClaim(next)) {
        return ProcessContinuation.stop();
      }
      emit(page, watermark.currentWatermark(), events);
      advance(watermark, page);
    } while (page.hasMore());
    return ProcessContinuation.resume();
  }

  private static void advance(ManualWatermarkEstimator<Instant> watermark, EventPage page) {
    if (page.asOf() != null) {
      Instant told = EventTimes.of(page.asOf());
      if (told.isAfter(watermark.currentWatermark())) {
        watermark.setWatermark(told);
      }
    }
  }
}

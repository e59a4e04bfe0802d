// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.notify.EventCursor;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.HasProgress;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;

/**
 * Claims pages of events by the positions after them. Where a later page begins only the portal
 * knows, once it has given the page before; so what is left can be handed to somebody else as a
 * whole, but not be parted.
 *
 * <p><b>Threading:</b> guarded by Beam, which wraps every tracker.
 */
final class FeedTracker extends RestrictionTracker<FeedPosition, EventCursor>
    implements HasProgress {

  private final IsBounded bounded;
  private FeedPosition position;
  private EventCursor read;
  private long pages;

  /**
   * @param bounded whether it ends with the snapshot, or never
   */
  FeedTracker(FeedPosition position, IsBounded bounded) {
    this.position = position;
    this.bounded = bounded;
    this.read = position.from();
  }

  /** Claims a page by the position after it. */
  @Override
  public boolean tryClaim(EventCursor next) {
    if (isOver()) {
      return false;
    }
    read = next;
    pages++;
    return true;
  }

  @Override
  public FeedPosition currentRestriction() {
    return position;
  }

  @Override
  public SplitResult<FeedPosition> trySplit(double fraction) {
    if (fraction != 0 || isOver()) {
      return null;
    }
    position = new FeedPosition(position.from(), true);
    return SplitResult.of(position, new FeedPosition(read, false));
  }

  private boolean isOver() {
    return position.over() || bounded == IsBounded.BOUNDED && read.snapshotDone();
  }

  @Override
  public void checkDone() {
    if (!isOver()) {
      throw new IllegalStateException("Pages of events are left after page " + pages);
    }
  }

  @Override
  public IsBounded isBounded() {
    return bounded;
  }

  /** In pages. How many will follow is not known, but that there is at least one. */
  @Override
  public Progress getProgress() {
    return Progress.from(pages, isOver() ? 0 : 1);
  }
}

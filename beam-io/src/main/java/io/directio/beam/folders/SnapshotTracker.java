// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.notify.EventCursor;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.HasProgress;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;

/**
 * Claims pages of a snapshot by the positions after them. Where a later page begins only the portal
 * knows, once it has given the page before; so what is left can be handed to somebody else as a
 * whole, but not be parted.
 *
 * <p><b>Threading:</b> guarded by Beam, which wraps every tracker.
 */
final class SnapshotTracker extends RestrictionTracker<SnapshotPosition, EventCursor>
    implements HasProgress {

  private SnapshotPosition position;
  private EventCursor read;
  private long pages;

  SnapshotTracker(SnapshotPosition position) {
    this.position = position;
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
  public SnapshotPosition currentRestriction() {
    return position;
  }

  @Override
  public SplitResult<SnapshotPosition> trySplit(double fraction) {
    if (fraction != 0 || isOver()) {
      return null;
    }
    position = new SnapshotPosition(position.from(), true);
    return SplitResult.of(position, new SnapshotPosition(read, false));
  }

  private boolean isOver() {
    return position.over() || read.snapshotDone();
  }

  @Override
  public void checkDone() {
    if (!isOver()) {
      throw new IllegalStateException("Pages of the snapshot are left after page " + pages);
    }
  }

  @Override
  public IsBounded isBounded() {
    return IsBounded.BOUNDED;
  }

  /** In pages. How many will follow is not known, but that there is at least one. */
  @Override
  public Progress getProgress() {
    return Progress.from(pages, isOver() ? 0 : 1);
  }
}

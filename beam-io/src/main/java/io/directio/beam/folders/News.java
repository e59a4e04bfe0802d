// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.FileEvent;
import io.directio.notify.EventCursor;
import io.directio.notify.EventDeduplicator;
import io.directio.notify.EventPage;
import java.util.List;

/**
 * Drops events that tell nothing new, as long as pages come one after the other. When a bundle
 * begins with a page that does not follow the one before, as after a bundle that failed, everything
 * that was seen is forgotten: it may never have left.
 *
 * <p><b>Threading.</b> Belongs to the thread that runs the function.
 */
final class News {

  /** Files and folders of which the last event is remembered: 20 MB. */
  private static final int REMEMBERED = 100_000;

  private EventDeduplicator seen;
  private EventCursor until; // null if nothing has been seen
  private boolean unmoved;

  /** The next page will be the one after this position, in a bundle that begins. */
  void begin(EventCursor position) {
    // A position that did not move does not tell a page that left from one that did not.
    if (!position.equals(until) || unmoved) {
      seen = new EventDeduplicator(REMEMBERED);
      until = position;
      unmoved = false;
    }
  }

  /** What is new of a page. */
  List<FileEvent> of(EventPage page) {
    List<FileEvent> fresh = page.events().stream().filter(seen::accept).toList();
    unmoved = page.next().equals(until) && (unmoved || !page.events().isEmpty());
    until = page.next();
    return fresh;
  }
}

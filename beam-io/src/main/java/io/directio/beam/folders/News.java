// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.FileEvent;
import io.directio.notify.EventCursor;
import io.directio.notify.EventDeduplicator;
import io.directio.notify.EventPage;
import java.util.List;

/**
 * Drops events that tell nothing new, as long as pages come one after the other. When a page is
 * asked for that does not follow the one before, as after a bundle that failed, everything that was
 * seen is forgotten: it may never have left.
 *
 * <p><b>Threading.</b> Belongs to the thread that runs the function.
 */
final class News {

  /** Files and folders of which the last event is remembered: 20 MB. */
  private static final int REMEMBERED = 100_000;

  private EventDeduplicator seen;
  private EventCursor until; // null if nothing has been seen

  /** The next page will be the one after this position. */
  void goOn(EventCursor position) {
    if (!position.equals(until)) {
      seen = new EventDeduplicator(REMEMBERED);
      until = position;
    }
  }

  /** What is new of a page. */
  List<FileEvent> of(EventPage page) {
    List<FileEvent> fresh = page.events().stream().filter(seen::accept).toList();
    // A position that did not move would not tell a page from its repetition.
    until = page.events().isEmpty() || !page.next().equals(until) ? page.next() : null;
    return fresh;
  }
}

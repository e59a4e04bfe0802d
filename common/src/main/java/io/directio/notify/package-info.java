// SPDX-License-Identifier: Apache-2.0
/**
 * What is in a portal's folders, and then what changes in them: {@link
 * io.directio.notify.EventFeed} gives it page by page, from a position that can be kept ({@link
 * io.directio.notify.EventCursor}), with full paths, and filtered ({@link
 * io.directio.notify.EventFilter}). It has no threads: whoever wants events asks for the next page.
 *
 * <p>Events come at least once and not always in order. {@link
 * io.directio.notify.EventDeduplicator} drops what is superseded, as far back as it remembers.
 */
package io.directio.notify;

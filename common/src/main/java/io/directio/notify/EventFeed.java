// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import io.directio.CursorRejectedException;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileEvent;
import io.directio.NotificationException;
import io.directio.TooManyFoldersException;
import io.directio.http.Cancellation;
import io.directio.notify.EventCursor.Group;
import io.directio.portal.CloudFolder;
import io.directio.portal.EventListing;
import io.directio.portal.NotificationClient;
import io.directio.portal.PortalConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of a portal's folders, page by page: first everything that is there, and then what
 * changes, for ever.
 *
 * <pre>{@code
 * EventCursor position = EventCursor.START; // or one that was kept
 * try (EventFeed feed = EventFeed.open(connection, options)) {
 *   while (running) {
 *     EventPage page = feed.next(position, Duration.ofSeconds(30));
 *     process(page.events());
 *     position = page.next();
 *     keep(position.toBytes()); // only now: the page is processed
 *   }
 * }
 * }</pre>
 *
 * <p>The feed holds no position of its own: it gives the page after whatever position it is asked
 * with, as often as it is asked. What it remembers (a session, the paths of folders) only saves
 * calls. Events come at least once, see {@link EventDeduplicator}.
 *
 * <p>A page costs one call for its events, and one for each folder whose path isn't remembered.
 * More folders than the portal takes in one request are asked for in several groups by turns; while
 * nothing changes, each of them is waited for a part of the time.
 *
 * <p><b>Threading:</b> one thread at a time asks for pages, and blocks. {@link #close()} may be
 * called by any thread, and ends what the other waits for; an interrupt is noticed only when the
 * call that is under way has ended.
 */
public final class EventFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

  private final NotificationClient client;
  private final NotificationOptions options;
  private final PathResolver paths;
  private final ChangeWait wait;
  private final ToldUntil told = new ToldUntil();
  private final Cancellation closing = new Cancellation();
  private List<Long> folderIds;

  EventFeed(NotificationClient client, NotificationOptions options, LongSupplier nanoClock) {
    this.client = Objects.requireNonNull(client, "client");
    this.options = Objects.requireNonNull(options, "options");
    this.paths = new PathResolver(client::ancestors, options.pathMemory());
    this.wait = new ChangeWait(client, options.longPoll(), told, closing, nanoClock);
  }

  /**
   * Opens a feed. Asks nothing yet.
   *
   * @throws DirectIOException with code TLS if a certificate or key can't be used
   * @throws IllegalArgumentException if the portal's address can't be used, as when it is plain
   *     http to another machine and that is not allowed
   */
  public static EventFeed open(PortalConnection connection, NotificationOptions options)
      throws DirectIOException {
    return new EventFeed(
        NotificationClient.open(connection, options.context()), options, System::nanoTime);
  }

  /** The options that the feed was opened with. */
  public NotificationOptions options() {
    return options;
  }

  /** Requests sent to the portal so far, logins and retries included. */
  public long calls() {
    return client.calls();
  }

  /**
   * Gives the next page. If it is there already it is given at once; otherwise changes are waited
   * for.
   *
   * @param position where to go on; {@link EventCursor#START}, or the {@code next} of a page
   * @param maxWait how long to wait for changes, roughly; then an empty page is given. Retries of
   *     calls that fail can take longer
   * @return a page, perhaps an empty one; its position is to be used next in any case
   * @throws CursorRejectedException if the position is of no use any more, and no new snapshot is
   *     allowed
   * @throws NotificationException if the portal can't or won't tell, or the feed was closed; the
   *     position is as good as before
   */
  public EventPage next(EventCursor position, Duration maxWait) throws NotificationException {
    if (folderIds == null) {
      folderIds = wantedFolders();
    }
    EventCursor cursor = position.groups().isEmpty() ? begin() : position;
    boolean again = false;
    if (!folders(cursor).equals(folderIds)) {
      rejected(
          new CursorRejectedException(
              "Notification Service: the position was made for other folders than those that are"
                  + " asked for now. Start with a new snapshot, or allow that for such cases"));
      cursor = begin();
      again = true;
    }
    int due = due(cursor);
    if (due < 0) {
      ChangeWait.Result changed = wait.await(cursor, maxWait);
      checkOpen();
      if (!changed.changes()) {
        return new EventPage(
            List.of(), at(cursor, changed.turn()), false, false, told.until(cursor));
      }
      due = changed.turn();
    }
    return list(cursor, due, again);
  }

  private EventCursor begin() {
    told.clear();
    return new EventCursor(List.of(Group.start(folderIds)), 0);
  }

  private List<Long> wantedFolders() throws NotificationException {
    SortedSet<Long> ids = new TreeSet<>(options.folderIds());
    for (String name : options.folderNames()) {
      List<CloudFolder> found = client.folders(name);
      if (found.isEmpty()) {
        throw new NotificationException(
            ErrorCode.NOT_FOUND,
            "Notification Service: the portal has no cloud drive folder of the name '"
                + name.replaceAll("\\p{Cntrl}", "?")
                + "' that this user may see");
      }
      found.forEach(folder -> ids.add(folder.id()));
    }
    return List.copyOf(ids);
  }

  private static List<Long> folders(EventCursor cursor) {
    return cursor.groups().stream().flatMap(g -> g.folderIds().stream()).sorted().toList();
  }

  /** The next group, by turns, whose next page is there for certain; -1 if there is none. */
  private static int due(EventCursor cursor) {
    int count = cursor.groups().size();
    for (int i = 0; i < count; i++) {
      int group = (cursor.turn() + i) % count;
      if (cursor.groups().get(group).isDue()) {
        return group;
      }
    }
    return -1;
  }

  private EventPage list(EventCursor position, int first, boolean begun)
      throws NotificationException {
    EventCursor cursor = position;
    int index = first;
    boolean again = begun;
    while (true) {
      checkOpen();
      Group group = cursor.groups().get(index);
      try {
        EventListing listing = client.list(group.folderIds(), group.cursor(), options.pageSize());
        return page(cursor, index, listing, again);
      } catch (TooManyFoldersException e) {
        if (group.cursor() == null) {
          cursor = FolderGroups.split(cursor, index, e);
        } else {
          rejected(
              new CursorRejectedException(
                  "Notification Service: the portal takes fewer folders at once than when the"
                      + " position was made. Start with a new snapshot, or allow that for such"
                      + " cases"));
          cursor = FolderGroups.with(cursor, index, Group.start(group.folderIds()));
          again = true;
        }
      } catch (CursorRejectedException e) {
        rejected(e);
        cursor = FolderGroups.with(cursor, index, Group.start(group.folderIds()));
        again = true;
      }
    }
  }

  private void rejected(CursorRejectedException reason) throws CursorRejectedException {
    if (options.rejectedCursors() == CursorPolicy.FAIL) {
      throw reason;
    }
    LOG.warn("A new snapshot is begun, as was allowed: {}", reason.getMessage());
  }

  private EventPage page(EventCursor cursor, int index, EventListing listing, boolean again)
      throws NotificationException {
    Group group = cursor.groups().get(index);
    boolean snapshot = !group.snapshotDone();
    Group after =
        new Group(
            group.folderIds(),
            listing.cursor(),
            listing.hasMore(),
            group.snapshotDone() || !listing.hasMore());
    List<FileEvent> events = wanted(listing.events(), snapshot);
    if (!listing.hasMore() && listing.serverTime() != null) {
      told.put(after, listing.serverTime());
    }
    EventCursor next = at(FolderGroups.with(cursor, index, after), index + 1);
    return new EventPage(events, next, snapshot, again, told.until(next));
  }

  private List<FileEvent> wanted(List<FileEvent> events, boolean snapshot)
      throws NotificationException {
    if (options.resolvePaths()) {
      events.forEach(event -> paths.observe(event, snapshot));
    }
    List<FileEvent> wanted = new ArrayList<>();
    for (FileEvent event : events) {
      if (!options.filter().acceptsAnywhere(event)) {
        continue;
      }
      FileEvent full = options.resolvePaths() ? event.withPath(paths.path(event)) : event;
      if (options.filter().accepts(full)) {
        wanted.add(full);
      }
    }
    return wanted;
  }

  private static EventCursor at(EventCursor cursor, int turn) {
    return new EventCursor(cursor.groups(), turn % cursor.groups().size());
  }

  private void checkOpen() throws NotificationException {
    if (closing.isCancelled()) {
      throw new NotificationException(
          ErrorCode.PORTAL_CONNECTION, "Notification Service: the feed was closed");
    }
  }

  /** Ends the session and all that is waited for; {@link #next} fails from now on. */
  @Override
  public void close() {
    closing.cancel();
    client.close();
  }

  @Override
  public String toString() {
    return "Event feed of " + client;
  }
}

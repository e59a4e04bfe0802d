// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.NotificationException;
import io.directio.http.Backoff;
import io.directio.http.Cancellation;
import io.directio.http.HostPolicy;
import io.directio.http.HostThrottle;
import io.directio.http.HttpAnswer;
import io.directio.http.HttpCall;
import io.directio.http.HttpException;
import io.directio.http.HttpTransport;
import io.directio.http.RateLimiter;
import io.directio.http.RateLimits;
import io.directio.http.RetryBudget;
import io.directio.portal.ChangePoll.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a portal's Notification Service: what is there, what has changed, and where it is. Logs in
 * when it is first used, and again when the session has died; failures that can pass are tried
 * again, as {@link PortalClient} does it.
 *
 * <p>Errors are {@link NotificationException}s with a code: UNAUTHORIZED, CURSOR_REJECTED, the
 * codes of a portal that can't be reached, and the like.
 *
 * <p><b>Threading:</b> every method is safe; all but {@link #calls} block their caller. Closing the
 * client ends what others wait for.
 */
public final class NotificationClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NotificationClient.class);

  /** More would be of no use: few ask, and most of what they ask for is held back. */
  private static final int CALLS_AT_ONCE = 16;

  /** It is asked by one, and not by many of a job. */
  private static final int WHOLE_LIMIT = 1;

  /** Folders that are asked for at once when they are looked for by name. */
  private static final int FOLDERS = 50;

  private final String base;
  private final HttpTransport transport;
  private final RateLimits limits;
  private final PortalCalls calls;
  private final PortalSession session;
  private final LongSupplier nanoClock;
  private final EventFormat format = new EventFormat();
  private volatile boolean answered;

  private NotificationClient(
      PortalConnection connection,
      PortalContext context,
      HttpTransport transport,
      RateLimits limits,
      Backoff backoff,
      LongSupplier nanoClock) {
    String portal = PortalAddress.base(connection.portal());
    PortalAddress.check(portal, new HostPolicy(List.of(), connection.allowHttp()));
    this.base = portal + "/" + context.path();
    this.transport = transport;
    this.limits = limits;
    this.calls =
        new PortalCalls(transport, backoff, new HostThrottle(CALLS_AT_ONCE), Clock.systemUTC());
    this.session = new PortalSession(base, connection.credentials(), calls);
    this.nanoClock = nanoClock;
  }

  /**
   * Opens a client. Asks nothing yet.
   *
   * @throws DirectIOException with code TLS if a certificate or key can't be used
   * @throws IllegalArgumentException if the portal's address can't be used, as when it is plain
   *     http to another machine and that is not allowed
   */
  public static NotificationClient open(PortalConnection connection, PortalContext context)
      throws DirectIOException {
    return open(connection, context, new Backoff(connection.retries(), new RetryBudget()));
  }

  static NotificationClient open(
      PortalConnection connection, PortalContext context, Backoff backoff)
      throws DirectIOException {
    Objects.requireNonNull(context, "context");
    RateLimits limits =
        RateLimits.open(
            connection.portal().toString(), connection.maxRequestsPerSecond(), 0, WHOLE_LIMIT);
    HttpTransport transport = null;
    boolean opened = false;
    try {
      transport = HttpTransport.open(connection.http(), limits.requests(), RateLimiter.unlimited());
      NotificationClient client =
          new NotificationClient(connection, context, transport, limits, backoff, System::nanoTime);
      opened = true;
      return client;
    } catch (HttpException e) {
      throw new NotificationException(ErrorCode.TLS, "Portal: " + e.getMessage(), e);
    } finally {
      if (!opened) {
        limits.close();
        if (transport != null) {
          transport.close();
        }
      }
    }
  }

  /**
   * Lists a page of events.
   *
   * @param folderIds the cloud drive folders; empty: all
   * @param cursor where the page begins, as the page before told it, for the same folders; null:
   *     everything that is there, from the beginning
   * @param maxResults most events of the page
   * @throws io.directio.CursorRejectedException if the portal does not take the cursor
   * @throws io.directio.TooManyFoldersException if it does not take so many folders at once
   * @throws NotificationException if it can't or won't tell
   */
  public EventListing list(List<Long> folderIds, String cursor, int maxResults)
      throws NotificationException {
    byte[] body = format.listRequest(folderIds, cursor, maxResults);
    EventListing page =
        made(
            new NotificationCall<>("listing events", api("list"), body, session) {
              @Override
              public EventListing read(InputStream in, HttpAnswer answer) throws IOException {
                return format.listing(in, answer.serverTime().orElse(null));
              }

              @Override
              public FailedAttempt refused(RefusedAnswer answer) {
                return NotificationAnswers.ofStatus(toString(), answer, folderIds.size(), cursor);
              }
            });
    LOG.debug("Listed {}", page);
    return page;
  }

  /**
   * Waits until something has changed. That the poll is cut on its way or never answered is no
   * error: it is {@linkplain Outcome#UNANSWERED left open} then.
   *
   * @param folderIds as for {@link #list}
   * @param cursor the cursor of a page after which there was no more
   * @param timeout how long the portal may hold the call; a little more is waited for it
   * @param cancellation ends the wait from another thread; it is left open then
   * @throws NotificationException as {@link #list} does
   */
  public ChangePoll poll(
      List<Long> folderIds, String cursor, Duration timeout, Cancellation cancellation)
      throws NotificationException {
    Objects.requireNonNull(cursor, "cursor");
    byte[] body = format.pollRequest(folderIds, cursor, timeout.toMillis());
    try {
      return made(
          new PollCall(
              api("longpoll"),
              body,
              session,
              format,
              new PollCall.Sent(folderIds.size(), cursor),
              timeout,
              cancellation,
              nanoClock));
    } catch (PollCall.Unanswered e) {
      LOG.debug("A long poll was not answered: {}", e.getMessage());
      return new ChangePoll(Outcome.UNANSWERED, null);
    }
  }

  /**
   * Tells the way to a file or folder, as it is now: the root first, the object itself last.
   *
   * @param folderId the cloud drive folder that it belongs to
   * @throws NotificationException with code NOT_FOUND if the portal does not know it any more; and
   *     as {@link #list} does
   */
  public List<Ancestor> ancestors(long folderId, String guid) throws NotificationException {
    byte[] body = format.ancestorsRequest(folderId, guid);
    return made(
        new NotificationCall<>("finding the path of " + guid, api("ancestors"), body, session) {
          @Override
          public List<Ancestor> read(InputStream in, HttpAnswer answer) throws IOException {
            return format.ancestors(in);
          }

          @Override
          public FailedAttempt refused(RefusedAnswer answer) {
            return NotificationAnswers.ofAncestors(toString(), answer);
          }
        });
  }

  /**
   * Finds the cloud drive folders of a name, whoever they belong to.
   *
   * @throws NotificationException as {@link #list} does
   */
  public List<CloudFolder> folders(String name) throws NotificationException {
    List<CloudFolder> found = new ArrayList<>();
    FolderFormat.Page page;
    int start = 0;
    do {
      page = made(new FolderCall(base, FolderFormat.request(name, start, FOLDERS), session));
      page.folders().stream().filter(f -> f.name().equals(name)).forEach(found::add);
      start += FOLDERS;
    } while (page.hasMore() && !page.folders().isEmpty());
    return found;
  }

  /** Requests sent so far, logins and retries included. */
  public long calls() {
    return calls.sent();
  }

  private <T> T made(NotificationCall<T> call) throws NotificationException {
    try {
      T result = calls.make(call);
      answered = true;
      return result;
    } catch (NotificationException e) {
      // A poll that was ended says nothing of whether the portal is there.
      answered = answered && e instanceof PollCall.Unanswered;
      throw e;
    }
  }

  private String api(String call) {
    return base + "/v2/api/metadata/" + call;
  }

  /**
   * Ends the session, if the portal is there to be told, and all calls that are under way. Later
   * calls fail.
   */
  @Override
  public void close() {
    try {
      Optional<HttpCall> logout = session.end();
      if (answered && logout.isPresent()) {
        logOut(logout.get());
      }
    } finally {
      transport.close();
      limits.close();
    }
  }

  private void logOut(HttpCall logout) {
    try (HttpAnswer answer = transport.sendAtOnce(logout)) {
      LOG.debug("Logged out of {} (status {})", base, answer.status());
    } catch (IOException e) {
      LOG.debug("The session at {} was not ended; it will die by itself", base);
    }
  }

  /** The portal's address. */
  @Override
  public String toString() {
    return "Notification client of " + base;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import io.directio.CursorRejectedException;
import io.directio.NotificationException;
import io.directio.TooManyFoldersException;
import io.directio.http.Cancellation;
import io.directio.notify.EventCursor.Group;
import io.directio.portal.ChangePoll;
import io.directio.portal.ChangePoll.Outcome;
import io.directio.portal.NotificationClient;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Waits until a group has something to list, by long polls: of one group as long as is wished, of
 * several by turns.
 *
 * <p><b>Threading:</b> not thread-safe; the cancellation ends a wait from another thread.
 */
final class ChangeWait {

  /** With several groups, none is waited for longer than this before the next has its turn. */
  private static final Duration TURN = Duration.ofSeconds(1);

  /**
   * Polls without an answer after which it is looked whether there is something to list: a portal
   * whose long polls never get through is followed that way, and one that is down is noticed.
   */
  private static final int LOOK_AFTER = 3;

  private final NotificationClient client;
  private final Duration longPoll;
  private final ToldUntil told;
  private final Cancellation cancellation;
  private final LongSupplier nanoClock;
  private int unanswered;

  ChangeWait(
      NotificationClient client,
      Duration longPoll,
      ToldUntil told,
      Cancellation cancellation,
      LongSupplier nanoClock) {
    this.client = client;
    this.longPoll = longPoll;
    this.told = told;
    this.cancellation = cancellation;
    this.nanoClock = nanoClock;
  }

  /**
   * What was waited for.
   *
   * @param changes whether there is something to list
   * @param turn the group that has it, or else the one whose turn it is next
   */
  record Result(boolean changes, int turn) {}

  /** Waits, roughly as long as is said; not at all once it was cancelled. */
  Result await(EventCursor cursor, Duration maxWait) throws NotificationException {
    List<Group> groups = cursor.groups();
    long deadline = nanoClock.getAsLong() + maxWait.toNanos();
    int turn = cursor.turn();
    do {
      if (poll(groups.get(turn), timeout(groups.size(), deadline))) {
        return new Result(true, turn);
      }
      turn = (turn + 1) % groups.size();
    } while (nanoClock.getAsLong() - deadline < 0 && !cancellation.isCancelled());
    return new Result(false, turn);
  }

  /** Whether it is worth listing. */
  private boolean poll(Group group, Duration timeout) throws NotificationException {
    ChangePoll poll;
    try {
      poll = client.poll(group.folderIds(), group.cursor(), timeout, cancellation);
    } catch (CursorRejectedException | TooManyFoldersException e) {
      // Listing tells the same, and that is where it is dealt with.
      return true;
    }
    unanswered = poll.outcome() == Outcome.UNANSWERED ? unanswered + 1 : 0;
    if (poll.outcome() == Outcome.CHANGES || unanswered >= LOOK_AFTER) {
      unanswered = 0;
      return true;
    }
    if (poll.serverTime() != null) {
      told.put(group, poll.serverTime());
    }
    return false;
  }

  private Duration timeout(int groups, long deadline) {
    Duration left = Duration.ofNanos(Math.max(0, deadline - nanoClock.getAsLong()));
    Duration timeout = shorter(groups == 1 ? longPoll : shorter(longPoll, TURN), left);
    return timeout.toMillis() < 1 ? Duration.ofMillis(1) : timeout;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}

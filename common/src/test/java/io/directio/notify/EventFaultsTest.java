// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import static io.directio.notify.Notifying.MOMENT;
import static io.directio.notify.Notifying.PATIENCE;
import static io.directio.notify.Notifying.bytes;
import static io.directio.notify.Notifying.connection;
import static io.directio.notify.Notifying.drain;
import static io.directio.notify.Notifying.feed;
import static io.directio.notify.Notifying.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.CursorRejectedException;
import io.directio.ErrorCode;
import io.directio.FileEvent;
import io.directio.NotificationException;
import io.directio.TooManyFoldersException;
import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import io.directio.emulator.fault.Fault;
import io.directio.emulator.fault.NotificationFaults;
import io.directio.emulator.notify.NotificationCall;
import io.directio.notify.Notifying.Drained;
import io.directio.notify.Notifying.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong with a stream of events, and what must happen then. */
@Timeout(60)
class EventFaultsTest {

  private static final NotificationOptions NEW_SNAPSHOTS =
      NotificationOptions.builder().rejectedCursors(CursorPolicy.NEW_SNAPSHOT).build();

  private Emulator emulator;

  @BeforeEach
  void start() {
    emulator = files().start();
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  private NotificationFaults on(NotificationCall call) {
    return emulator.faults().notifications().on(call);
  }

  private long calls(NotificationCall call) {
    return emulator.requests().notificationCalls(call);
  }

  // A position that is of no use any more.

  @Test
  void failsWhenItsCursorIsRejected() throws Exception {
    try (EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
      EventCursor position = drain(feed, EventCursor.START).position();
      emulator.notifications().forgetCursors();

      assertThatThrownBy(() -> feed.next(position, PATIENCE))
          .isInstanceOfSatisfying(
              CursorRejectedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.CURSOR_REJECTED))
          .hasMessageContaining("new snapshot")
          .hasMessageNotContaining(position.groups().get(0).cursor());
    }
  }

  @Test
  void failsWhenItsCursorIsRejectedInTheMiddleOfASnapshot() throws Exception {
    try (EventFeed feed = feed(emulator, NotificationOptions.builder().pageSize(2).build())) {
      EventCursor position = feed.next(EventCursor.START, MOMENT).next();
      on(NotificationCall.LIST).once().rejectCursor();

      assertThatThrownBy(() -> feed.next(position, MOMENT))
          .isInstanceOf(CursorRejectedException.class);
      // The position was not lost by that.
      assertThat(feed.next(position, MOMENT).events()).hasSize(2);
    }
  }

  @Test
  void beginsANewSnapshotWhereThatIsAllowed() throws Exception {
    try (EventFeed feed = feed(emulator, NEW_SNAPSHOTS)) {
      EventCursor position = drain(feed, EventCursor.START).position();
      emulator.add("docs/meanwhile.txt", Content.of(bytes("m")));
      emulator.notifications().forgetCursors();
      EventPage page = feed.next(position, PATIENCE);

      assertThat(page.newSnapshot()).isTrue();
      assertThat(page.snapshot()).isTrue();
      assertThat(page.events()).hasSize(9);
      assertThat(page.events()).extracting(FileEvent::path).contains("docs/meanwhile.txt");
      assertThat(feed.next(page.next(), MOMENT).newSnapshot()).isFalse();
    }
  }

  @Test
  void neverGoesOnWithOtherFoldersFromNow() throws Exception {
    long docs = emulator.notifications().folderId("docs");
    long media = emulator.notifications().folderId("media");
    EventCursor position;
    try (EventFeed feed =
        feed(emulator, NotificationOptions.builder().folderIds(List.of(docs)).build())) {
      position = drain(feed, EventCursor.START).position();
    }
    NotificationOptions both =
        NotificationOptions.builder().folderIds(List.of(docs, media)).build();
    try (EventFeed feed = feed(emulator, both)) {
      assertThatThrownBy(() -> feed.next(position, MOMENT))
          .isInstanceOf(CursorRejectedException.class)
          .hasMessageContaining("other folders");
    }
    NotificationOptions again = both.toBuilder().rejectedCursors(CursorPolicy.NEW_SNAPSHOT).build();
    try (EventFeed feed = feed(emulator, again)) {
      EventPage page = feed.next(position, MOMENT);

      assertThat(page.newSnapshot()).isTrue();
      assertThat(page.events()).hasSize(8);
    }
  }

  @Test
  void knowsAPositionWhosePortalTakesFewerFoldersNow() throws Exception {
    List<Long> all = emulator.notifications().folderIds();
    NotificationOptions options = NEW_SNAPSHOTS.toBuilder().folderIds(all).build();
    try (EventFeed feed = feed(emulator, options)) {
      EventCursor position = drain(feed, EventCursor.START).position();
      emulator.notifications().maxFolders(1);
      emulator.add("docs/more.txt", Content.of(bytes("m")));
      Drained anew = drain(feed, position);

      assertThat(anew.position().groups()).hasSize(2);
      assertThat(anew.files()).contains("docs/more.txt", "docs/a.txt", "media/d.mov");
    }
    try (EventFeed feed =
        feed(emulator, options.toBuilder().rejectedCursors(CursorPolicy.FAIL).build())) {
      emulator.notifications().maxFolders(10);
      EventCursor position = drain(feed, EventCursor.START).position();
      emulator.notifications().maxFolders(1);
      emulator.add("docs/most.txt", Content.of(bytes("m")));
      assertThatThrownBy(() -> feed.next(position, PATIENCE))
          .isInstanceOf(CursorRejectedException.class);
    }
  }

  @Test
  void saysThatNoFoldersAreFewEnough() throws Exception {
    emulator.notifications().maxFolders(0);
    try (EventFeed feed =
        feed(
            emulator,
            NotificationOptions.builder()
                .folderIds(emulator.notifications().folderIds())
                .build())) {
      assertThatThrownBy(() -> feed.next(EventCursor.START, MOMENT))
          .isInstanceOf(TooManyFoldersException.class)
          .hasMessageContaining("between 0 and 0");
    }
  }

  // Duplicates, disorder, replays.

  static Stream<Arguments> disorders() {
    return Stream.of(
        disorder("duplicates", NotificationFaults::duplicateEvents),
        disorder("any order", faults -> faults.shuffledEvents(7)),
        disorder("replayed pages", faults -> faults.withProbability(0.5, 3).replayedPage()),
        disorder("creation after deletion", NotificationFaults::creationAfterDeletion),
        disorder("unknown fields", NotificationFaults::unknownFields));
  }

  private static Arguments disorder(String name, Consumer<NotificationFaults> fault) {
    return Arguments.of(name, fault);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("disorders")
  void endsWithTheSameFilesWhateverTheOrder(String name, Consumer<NotificationFaults> fault)
      throws Exception {
    fault.accept(on(NotificationCall.LIST));
    TreeMap<String, String> there = new TreeMap<>();
    EventDeduplicator news = new EventDeduplicator(100);
    NotificationOptions options = NotificationOptions.builder().pageSize(2).build();
    try (EventFeed feed = feed(emulator, options)) {
      EventCursor position = apply(feed, EventCursor.START, news, there);
      emulator.add("docs/new.txt", Content.of(bytes("n")));
      emulator.delete("docs/a.txt");
      emulator.replace("media/d.mov", Content.of(bytes("replaced")));
      emulator.rename("docs/deep/c.pdf", "docs/e.pdf");
      position = apply(feed, position, news, there);
      emulator.delete("docs/new.txt");
      apply(feed, position, news, there);

      assertThat(there.values())
          .containsExactlyInAnyOrder("docs/deep/er/b.txt 2", "docs/e.pdf 3", "media/d.mov 8");
    }
  }

  private static EventCursor apply(
      EventFeed feed, EventCursor from, EventDeduplicator news, TreeMap<String, String> there)
      throws Exception {
    EventCursor position = from;
    EventPage page;
    do {
      page = feed.next(position, Duration.ofMillis(200));
      for (FileEvent event : page.events()) {
        if (!news.accept(event) || event.type() != FileEvent.Type.FILE) {
          continue;
        }
        if (event.deleted()) {
          there.remove(event.guid());
        } else {
          there.put(event.guid(), event.path() + " " + event.size());
        }
      }
      position = page.next();
    } while (!page.events().isEmpty());
    return position;
  }

  // The session dies.

  /** How a portal shows that a session is dead. */
  enum Death {
    REDIRECT,
    UNAUTHORIZED,
    FORBIDDEN,
    LOGIN_PAGE;

    Fault strike(NotificationFaults faults) {
      return switch (this) {
        case REDIRECT -> faults.redirectToLogin();
        case UNAUTHORIZED -> faults.respond(401);
        case FORBIDDEN -> faults.respond(403);
        case LOGIN_PAGE ->
            faults
                .respond(200)
                .body("text/html", "<html><title>Login</title><input name=j_username></html>");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void logsInAgainWhenTheSessionDies(Death death) throws Exception {
    try (EventFeed feed = feed(emulator, NotificationOptions.builder().pageSize(2).build())) {
      EventCursor position = feed.next(EventCursor.START, MOMENT).next();
      death.strike(on(NotificationCall.LIST).once());
      Drained rest = drain(feed, position);
      death.strike(on(NotificationCall.LONGPOLL).once());
      emulator.add("docs/new.txt", Content.of(bytes("n")));
      death.strike(on(NotificationCall.ANCESTORS).once());
      EventPage page = feed.next(rest.position(), PATIENCE);

      assertThat(rest.events()).hasSize(6);
      assertThat(page.events()).hasSize(1);
      assertThat(calls(NotificationCall.LOGIN)).isBetween(3L, 4L);
    }
  }

  @Test
  void logsInAgainWhenEverySessionWasEnded() throws Exception {
    try (EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
      EventCursor position = drain(feed, EventCursor.START).position();
      emulator.notifications().expireSessions();
      emulator.add("docs/new.txt", Content.of(bytes("n")));

      assertThat(feed.next(position, PATIENCE).events()).hasSize(1);
      assertThat(calls(NotificationCall.LOGIN)).isEqualTo(2);
    }
  }

  @Test
  void doesNotLockAUserOutWhosePasswordIsWrong() throws Exception {
    Held wrong = new Held(emulator.notifications().user(), "CaNaRy-password");
    try (EventFeed feed =
        EventFeed.open(connection(emulator).withCredentials(wrong), NotificationOptions.DEFAULT)) {
      assertThatThrownBy(() -> feed.next(EventCursor.START, MOMENT))
          .isInstanceOfSatisfying(
              NotificationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED))
          .hasMessageContaining("user and password")
          .hasMessageNotContaining("CaNaRy");
      assertThat(calls(NotificationCall.LOGIN)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void believesARefusalThatANewLoginDoesNotMend(Death death) throws Exception {
    death.strike(on(NotificationCall.LIST));
    try (EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
      assertThatThrownBy(() -> feed.next(EventCursor.START, MOMENT))
          .isInstanceOfSatisfying(
              NotificationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED));
      assertThat(calls(NotificationCall.LIST)).isEqualTo(2);
      assertThat(calls(NotificationCall.LOGIN)).isEqualTo(2);
    }
  }

  // The long poll is held up.

  @Test
  void takesALongPollThatNeverAnswersForNoChange() throws Exception {
    Fault silence = on(NotificationCall.LONGPOLL).times(1).stall();
    NotificationOptions options =
        NotificationOptions.builder().longPoll(Duration.ofMillis(100)).build();
    try (EventFeed feed = feed(emulator, options)) {
      EventCursor position = drain(feed, EventCursor.START).position();
      EventPage nothing = feed.next(position, Duration.ofMillis(10));

      assertThat(silence.hits()).isEqualTo(1);
      assertThat(nothing.events()).isEmpty();
      assertThat(nothing.next()).isEqualTo(position);
      emulator.add("docs/new.txt", Content.of(bytes("n")));
      assertThat(feed.next(position, PATIENCE).events()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 504, 408})
  void takesAGatewaysLimitForNoChange(int status) throws Exception {
    on(NotificationCall.LONGPOLL).once().delayed(Duration.ofMillis(120)).respond(status);
    NotificationOptions options =
        NotificationOptions.builder().longPoll(Duration.ofMillis(200)).build();
    try (EventFeed feed = feed(emulator, options)) {
      EventCursor position = drain(feed, EventCursor.START).position();
      EventPage nothing = feed.next(position, Duration.ofMillis(100));

      assertThat(nothing.events()).isEmpty();
      assertThat(calls(NotificationCall.LONGPOLL)).isEqualTo(1);
    }
  }

  @Test
  void takesAConnectionThatWasCutLateForNoChange() throws Exception {
    on(NotificationCall.LONGPOLL).once().delayed(Duration.ofMillis(120)).reset();
    NotificationOptions options =
        NotificationOptions.builder().longPoll(Duration.ofMillis(200)).build();
    try (EventFeed feed = feed(emulator, options)) {
      EventCursor position = drain(feed, EventCursor.START).position();

      assertThat(feed.next(position, Duration.ofMillis(100)).events()).isEmpty();
      assertThat(calls(NotificationCall.LONGPOLL)).isEqualTo(1);
    }
  }

  @Test
  void looksForItselfWhereLongPollsAreNeverAnswered() throws Exception {
    on(NotificationCall.LONGPOLL).delayed(Duration.ofMillis(30)).respond(502);
    NotificationOptions options =
        NotificationOptions.builder().longPoll(Duration.ofMillis(40)).build();
    try (EventFeed feed = feed(emulator, options)) {
      EventCursor position = drain(feed, EventCursor.START).position();
      emulator.add("docs/new.txt", Content.of(bytes("n")));
      EventPage page = feed.next(position, PATIENCE);

      assertThat(page.events()).hasSize(1);
      assertThat(page.asOf()).isNotNull();
      assertThat(calls(NotificationCall.LONGPOLL)).isEqualTo(3);
    }
  }

  @Test
  void failsWhenAPortalIsDownRatherThanQuiet() throws Exception {
    try (EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
      EventCursor position = drain(feed, EventCursor.START).position();
      on(NotificationCall.LONGPOLL).respond(502);
      assertThatThrownBy(() -> feed.next(position, PATIENCE))
          .isInstanceOfSatisfying(
              NotificationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.PORTAL_UNAVAILABLE));
      assertThat(calls(NotificationCall.LONGPOLL)).isEqualTo(4);

      emulator.faults().clear();
      emulator.stopPortal();
      assertThatThrownBy(() -> feed.next(position, PATIENCE))
          .isInstanceOfSatisfying(
              NotificationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.PORTAL_CONNECTION));
      emulator.startPortal();
      emulator.add("docs/new.txt", Content.of(bytes("n")));
      assertThat(feed.next(position, PATIENCE).events()).hasSize(1);
    }
  }

  // What any call can meet.

  @Test
  void goesOnWhenThePortalComesBack() throws Exception {
    List<Consumer<NotificationFaults>> troubles =
        List.of(
            faults -> faults.respond(500),
            faults -> faults.respond(503).retryAfter(Duration.ZERO),
            NotificationFaults::reset,
            NotificationFaults::htmlPage,
            faults -> faults.truncateBody(20),
            faults -> faults.json("{}"));
    for (Consumer<NotificationFaults> trouble : troubles.subList(0, 5)) {
      trouble.accept(on(NotificationCall.LIST).once());
      try (EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
        assertThat(feed.next(EventCursor.START, MOMENT).events()).hasSize(8);
      }
    }
    troubles.get(5).accept(on(NotificationCall.LIST).once());
    try (EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
      assertThatThrownBy(() -> feed.next(EventCursor.START, MOMENT))
          .isInstanceOfSatisfying(
              NotificationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_LISTING));
    }
  }

  @Test
  void leavesAPathOpenThatThePortalDoesNotKnowAnyMore() throws Exception {
    on(NotificationCall.ANCESTORS).respond(404);
    try (EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
      List<FileEvent> events = new ArrayList<>(feed.next(EventCursor.START, MOMENT).events());

      assertThat(events).hasSize(8).allMatch(event -> event.path() == null);
      FileEvent file = events.stream().filter(FileEvent::isReadable).findFirst().orElseThrow();
      assertThat(file.toFileRef().path()).isEqualTo(Long.toString(file.fileId()));
    }
  }
}

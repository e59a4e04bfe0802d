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
import io.directio.FileDetails;
import io.directio.FileEvent;
import io.directio.FileRef;
import io.directio.NotificationException;
import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import io.directio.emulator.notify.NotificationCall;
import io.directio.notify.Notifying.Drained;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot and what changes after it, from a portal on a socket. */
@Timeout(60)
class EventFeedTest {

  @Test
  void tellsWhatIsThereAndThenWhatChanges(@TempDir Path directory) throws Exception {
    Path real = Files.createDirectories(directory.resolve("team/sub")).resolve("r.bin");
    Instant stamp = Instant.parse("2024-05-06T07:08:09Z");
    Files.setLastModifiedTime(Files.write(real, new byte[77]), FileTime.from(stamp));
    try (Emulator emulator = Emulator.builder().from(directory).start();
        EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
      Drained snapshot = drain(feed, EventCursor.START);

      assertThat(snapshot.folders()).containsExactly("team", "team/sub");
      assertThat(snapshot.files()).containsExactly("team/sub/r.bin");
      FileEvent file = snapshot.events().get(2);
      assertThat(file.toFileRef())
          .isEqualTo(
              new FileRef(
                  emulator.file("team/sub/r.bin").id(),
                  "team/sub/r.bin",
                  77,
                  file.version(),
                  new FileDetails(file.guid(), stamp, file.modified(), file.acl())));
      assertThat(file.fileTimestamp()).isEqualTo(stamp);
      assertThat(file.modified()).isNotNull();
      assertThat(file.guid()).isEqualTo(emulator.notifications().guid("team/sub/r.bin"));
      assertThat(file.acl()).startsWith("O:");
      assertThat(snapshot.position().snapshotDone()).isTrue();

      emulator.add("team/new.txt", Content.of(bytes("new")));
      EventPage added = feed.next(snapshot.position(), PATIENCE);
      assertThat(added.events())
          .singleElement()
          .satisfies(e -> assertThat(e.path()).isEqualTo("team/new.txt"));
      assertThat(added.snapshot()).isFalse();
      assertThat(added.asOf()).isNotNull();

      emulator.delete("team/new.txt");
      EventPage deleted = feed.next(added.next(), PATIENCE);
      assertThat(deleted.events()).singleElement().matches(FileEvent::deleted);
      assertThat(deleted.events().get(0).path()).isEqualTo("team/new.txt");
      assertThat(deleted.events().get(0).isReadable()).isFalse();
    }
  }

  @Test
  void givesPageByPageWithOneCallEach() throws Exception {
    try (Emulator emulator = files().start();
        EventFeed feed =
            feed(emulator, NotificationOptions.builder().pageSize(3).resolvePaths(false).build())) {
      Drained all = drain(feed, EventCursor.START);

      assertThat(all.events()).hasSize(8);
      assertThat(all.pages()).isEqualTo(3);
      assertThat(emulator.requests().notificationCalls(NotificationCall.LIST)).isEqualTo(3);
      assertThat(emulator.requests().notificationCalls(NotificationCall.ANCESTORS)).isZero();
    }
  }

  @Test
  void asksForThePathOfAFolderOnlyWhereNoEventToldIt() throws Exception {
    try (Emulator emulator = files().start();
        EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
      drain(feed, EventCursor.START);

      // For each cloud drive folder, which has no parent: for its event, and as the parent.
      assertThat(emulator.requests().notificationCalls(NotificationCall.ANCESTORS)).isEqualTo(4);
    }
  }

  @Test
  void goesOnWhereAKeptPositionIs() throws Exception {
    try (Emulator emulator = files().start()) {
      NotificationOptions options = NotificationOptions.builder().pageSize(2).build();
      List<String> seen = new ArrayList<>();
      EventCursor position = EventCursor.START;
      boolean done = false;
      while (!done) {
        // Another process each time.
        try (EventFeed feed = feed(emulator, options)) {
          EventPage page = feed.next(position, MOMENT);
          page.events().forEach(event -> seen.add(event.path()));
          position = EventCursor.fromBytes(page.next().toBytes());
          done = page.snapshotDone();
        }
      }
      assertThat(seen)
          .containsExactlyInAnyOrder(
              "docs",
              "docs/a.txt",
              "docs/deep",
              "docs/deep/er",
              "docs/deep/er/b.txt",
              "docs/deep/c.pdf",
              "media",
              "media/d.mov");
    }
  }

  @Test
  void givesThePageOfAPositionAsOftenAsItIsAsked() throws Exception {
    try (Emulator emulator = files().start();
        EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
      EventPage once = feed.next(EventCursor.START, MOMENT);
      EventPage twice = feed.next(EventCursor.START, MOMENT);

      assertThat(twice.events()).isEqualTo(once.events());
    }
  }

  @Test
  void tellsOnlyOfTheFoldersThatAreWanted() throws Exception {
    try (Emulator emulator = files().start();
        EventFeed feed =
            feed(
                emulator,
                NotificationOptions.builder()
                    .folderIds(List.of(emulator.notifications().folderId("media")))
                    .build())) {
      Drained all = drain(feed, EventCursor.START);

      assertThat(all.files()).containsExactly("media/d.mov");
      emulator.add("docs/other.txt", Content.of(bytes("x")));
      assertThat(feed.next(all.position(), MOMENT).events()).isEmpty();
    }
  }

  @Test
  void findsFoldersByTheirNames() throws Exception {
    try (Emulator emulator = files().file("R&D <1>/x.txt", bytes("x")).start()) {
      NotificationOptions options =
          NotificationOptions.builder().folderNames(List.of("media", "R&D <1>")).build();
      EventCursor position;
      try (EventFeed feed = feed(emulator, options)) {
        Drained all = drain(feed, EventCursor.START);
        position = all.position();

        assertThat(all.files()).containsExactly("media/d.mov", "R&D <1>/x.txt");
        assertThat(emulator.requests().notificationCalls(NotificationCall.FOLDERS)).isEqualTo(2);
      }
      // A name that means another folder is another set of folders.
      emulator.rename("media", "old");
      emulator.add("media/new.mov", Content.of(bytes("new")));
      try (EventFeed feed = feed(emulator, options)) {
        assertThatThrownBy(() -> feed.next(position, MOMENT))
            .isInstanceOf(CursorRejectedException.class);
      }
      try (EventFeed feed =
          feed(emulator, options.toBuilder().folderNames(List.of("nowhere")).build())) {
        assertThatThrownBy(() -> feed.next(EventCursor.START, MOMENT))
            .isInstanceOfSatisfying(
                NotificationException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
            .hasMessageContaining("'nowhere'");
      }
    }
  }

  @Test
  void filtersBeforeAnythingIsFetched() throws Exception {
    EventFilter filter =
        EventFilter.builder()
            .include("docs/**")
            .exclude("*.pdf")
            .types(FileEvent.Type.FILE)
            .build();
    try (Emulator emulator = files().start();
        EventFeed feed = feed(emulator, NotificationOptions.builder().filter(filter).build())) {
      assertThat(drain(feed, EventCursor.START).files())
          .containsExactly("docs/a.txt", "docs/deep/er/b.txt");
      assertThat(emulator.requests().portalCalls()).isZero();
    }
  }

  @Test
  void waitsWithoutListingWhileNothingChanges() throws Exception {
    try (Emulator emulator = files().start();
        EventFeed feed =
            feed(emulator, NotificationOptions.builder().longPoll(Duration.ofMillis(20)).build())) {
      EventCursor position = drain(feed, EventCursor.START).position();
      long lists = emulator.requests().notificationCalls(NotificationCall.LIST);
      EventPage nothing = feed.next(position, Duration.ofMillis(100));

      assertThat(nothing.events()).isEmpty();
      assertThat(nothing.next()).isEqualTo(position);
      assertThat(nothing.asOf()).isNotNull();
      assertThat(emulator.requests().notificationCalls(NotificationCall.LIST)).isEqualTo(lists);
      assertThat(emulator.requests().notificationCalls(NotificationCall.LONGPOLL))
          .isBetween(2L, 6L);
    }
  }

  @Test
  void endsALongPollAtOnceWhenItIsClosed() throws Exception {
    try (Emulator emulator = files().start()) {
      EventFeed feed =
          feed(emulator, NotificationOptions.builder().longPoll(Duration.ofMinutes(1)).build());
      EventCursor position = drain(feed, EventCursor.START).position();
      CompletableFuture<Throwable> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  feed.next(position, Duration.ofMinutes(1));
                  return null;
                } catch (NotificationException e) {
                  return e;
                }
              });
      Awaitility.await()
          .until(() -> emulator.requests().notificationCalls(NotificationCall.LONGPOLL) == 1);
      assertThat(emulator.notifications().sessions()).isEqualTo(1);
      feed.close();

      assertThat(waiting.get(30, TimeUnit.SECONDS))
          .asInstanceOf(InstanceOfAssertFactories.throwable(NotificationException.class))
          .hasMessageContaining("closed");
      assertThat(emulator.notifications().sessions()).isZero();
      assertThatThrownBy(() -> feed.next(position, MOMENT))
          .isInstanceOf(NotificationException.class);
    }
  }

  @Test
  void seesAChangeDuringALongPollAtOnce() throws Exception {
    try (Emulator emulator = files().start();
        EventFeed feed = feed(emulator, NotificationOptions.builder().longPoll(PATIENCE).build())) {
      EventCursor position = drain(feed, EventCursor.START).position();
      CompletableFuture<Void> later =
          CompletableFuture.runAsync(
              () -> {
                Awaitility.await()
                    .until(
                        () ->
                            emulator.requests().notificationCalls(NotificationCall.LONGPOLL) == 1);
                emulator.add("docs/late.txt", Content.of(bytes("late")));
              });
      EventPage page = feed.next(position, Duration.ofMinutes(1));

      assertThat(page.events()).singleElement().extracting("path").isEqualTo("docs/late.txt");
      later.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void spreadsMoreFoldersThanARequestMayHoldOverSeveralCursors() throws Exception {
    var builder = Emulator.builder();
    for (int i = 0; i < 11; i++) {
      builder.file("folder" + i + "/f.txt", bytes("f" + i));
    }
    try (Emulator emulator = builder.start()) {
      emulator.notifications().maxFolders(4);
      NotificationOptions options =
          NotificationOptions.builder().folderIds(emulator.notifications().folderIds()).build();
      try (EventFeed feed = feed(emulator, options)) {
        Drained all = drain(feed, EventCursor.START);

        assertThat(all.files()).hasSize(11).doesNotHaveDuplicates();
        assertThat(all.position().groups()).hasSize(3);
        emulator.add("folder10/g.txt", Content.of(bytes("g")));
        EventPage page = feed.next(all.position(), Duration.ofMillis(1));
        for (int i = 0; i < 3 && page.events().isEmpty(); i++) {
          page = feed.next(page.next(), Duration.ofMillis(1));
        }
        assertThat(page.events()).singleElement().extracting("path").isEqualTo("folder10/g.txt");
      }
      assertThat(feedOfOne(emulator)).isEqualTo(1);
    }
  }

  private static int feedOfOne(Emulator emulator) throws Exception {
    emulator.notifications().maxFolders(1000);
    NotificationOptions options =
        NotificationOptions.builder().folderIds(emulator.notifications().folderIds()).build();
    try (EventFeed feed = feed(emulator, options)) {
      return drain(feed, EventCursor.START).position().groups().size();
    }
  }

  @Test
  void saysWhoIsMissingBeforeItAsks() throws Exception {
    try (Emulator emulator = files().start();
        EventFeed feed =
            EventFeed.open(
                connection(emulator).withCredentials(() -> null), NotificationOptions.DEFAULT)) {
      assertThatThrownBy(() -> feed.next(EventCursor.START, MOMENT))
          .isInstanceOfSatisfying(
              NotificationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED));
      assertThat(emulator.requests().notificationCalls()).isZero();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import static io.directio.notify.Notifying.PATIENCE;
import static io.directio.notify.Notifying.bytes;
import static io.directio.notify.Notifying.drain;
import static io.directio.notify.Notifying.feed;
import static io.directio.notify.Notifying.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.directio.FileEvent;
import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Full paths, while folders are renamed and moved, whatever the portal tells of ancestors. */
@Timeout(60)
class PathsTest {

  private EventCursor position;

  private String change(EventFeed feed, Emulator emulator, String path) throws Exception {
    emulator.replace(path, Content.of(bytes("changed " + path)));
    String seen = null;
    while (seen == null) {
      EventPage page = feed.next(position, PATIENCE);
      position = page.next();
      List<FileEvent> files =
          page.events().stream().filter(e -> e.type() == FileEvent.Type.FILE).toList();
      seen = files.isEmpty() ? null : files.get(files.size() - 1).path();
    }
    return seen;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void followFoldersThatAreRenamedAndMoved(boolean namesOnly) throws Exception {
    try (Emulator emulator = files().start();
        EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
      emulator.notifications().ancestorsNamesOnly(namesOnly);
      position = drain(feed, EventCursor.START).position();
      emulator.rename("docs/deep", "docs/deeper");
      assertThat(change(feed, emulator, "docs/deeper/er/b.txt")).isEqualTo("docs/deeper/er/b.txt");

      emulator.rename("docs/deeper/er", "docs/out");
      assertThat(change(feed, emulator, "docs/out/b.txt")).isEqualTo("docs/out/b.txt");

      emulator.rename("docs", "papers");
      assertThat(change(feed, emulator, "papers/out/b.txt")).isEqualTo("papers/out/b.txt");
      assertThat(change(feed, emulator, "papers/deeper/c.pdf")).isEqualTo("papers/deeper/c.pdf");
      assertThat(change(feed, emulator, "media/d.mov")).isEqualTo("media/d.mov");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void followFoldersThatWereNeverHeardOf(boolean namesOnly) throws Exception {
    try (Emulator emulator = files().start()) {
      emulator.notifications().ancestorsNamesOnly(namesOnly);
      try (EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
        position = drain(feed, EventCursor.START).position();
      }
      // Another process, which begins after the snapshot.
      try (EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
        assertThat(change(feed, emulator, "docs/deep/er/b.txt")).isEqualTo("docs/deep/er/b.txt");
        emulator.rename("docs/deep", "docs/shallow");
        assertThat(change(feed, emulator, "docs/shallow/er/b.txt"))
            .isEqualTo("docs/shallow/er/b.txt");
        emulator.rename("docs", "papers");
        assertThat(change(feed, emulator, "papers/shallow/er/b.txt"))
            .isEqualTo("papers/shallow/er/b.txt");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areRightWithoutAnyMemory(boolean namesOnly) throws Exception {
    NotificationOptions forgetful = NotificationOptions.builder().pathMemory(0).build();
    try (Emulator emulator = files().start();
        EventFeed feed = feed(emulator, forgetful)) {
      emulator.notifications().ancestorsNamesOnly(namesOnly);
      assertThat(drain(feed, EventCursor.START).files())
          .containsExactly("docs/a.txt", "docs/deep/er/b.txt", "docs/deep/c.pdf", "media/d.mov");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areKnownOfWhatWasDeletedWithItsFolder(boolean namesOnly) throws Exception {
    try (Emulator emulator = files().start();
        EventFeed feed = feed(emulator, NotificationOptions.DEFAULT)) {
      emulator.notifications().ancestorsNamesOnly(namesOnly);
      position = drain(feed, EventCursor.START).position();
      emulator.deleteFolder("docs/deep");
      EventPage page = feed.next(position, PATIENCE);
      page = page.events().size() < 4 ? feed.next(position, PATIENCE) : page;

      assertThat(page.events()).hasSize(4).allMatch(FileEvent::deleted);
      assertThat(page.events())
          .extracting(FileEvent::path)
          .containsExactlyInAnyOrder(
              "docs/deep", "docs/deep/er", "docs/deep/er/b.txt", "docs/deep/c.pdf");
    }
  }
}

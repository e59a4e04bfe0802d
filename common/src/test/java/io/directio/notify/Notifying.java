// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import io.directio.FileEvent;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.http.HttpOptions;
import io.directio.http.RetryPolicy;
import io.directio.portal.Credentials;
import io.directio.portal.CredentialsSource;
import io.directio.portal.Login;
import io.directio.portal.PortalConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the tests of this room have in common: an emulator, and ways to it. */
final class Notifying {

  /** How long a page is waited for; what changes shows at once, so tests don't take so long. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Long enough to see that there is nothing. */
  static final Duration MOMENT = Duration.ofMillis(50);

  private Notifying() {}

  /** A login that holds its values: for tests only. */
  record Held(String user, String password) implements CredentialsSource {
    @Override
    public Credentials resolve() {
      return Credentials.ofBearer("not-asked-for");
    }

    @Override
    public Login login() {
      return Login.ofUser(user, password);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Four files in two cloud drive folders. */
  static EmulatorBuilder files() {
    return Emulator.builder()
        .file("docs/a.txt", bytes("a"))
        .file("docs/deep/er/b.txt", bytes("bb"))
        .file("docs/deep/c.pdf", bytes("ccc"))
        .file("media/d.mov", bytes("dddd"));
  }

  static PortalConnection connection(Emulator emulator) {
    return new PortalConnection(
        emulator.portalUri(),
        new Held(emulator.notifications().user(), emulator.notifications().password()),
        HttpOptions.builder().readTimeout(Duration.ofSeconds(1)).build(),
        new RetryPolicy(4, Duration.ofMillis(5), Duration.ofMillis(50)),
        false,
        0);
  }

  static EventFeed feed(Emulator emulator, NotificationOptions options) throws Exception {
    return EventFeed.open(connection(emulator), options);
  }

  /** All events that are there, and the position after them. */
  static Drained drain(EventFeed feed, EventCursor from) throws Exception {
    List<FileEvent> events = new ArrayList<>();
    int pages = 0;
    EventCursor position = from;
    do {
      EventPage page = feed.next(position, MOMENT);
      events.addAll(page.events());
      position = page.next();
      pages++;
    } while (position.isDue());
    return new Drained(events, position, pages);
  }

  /** What was drained. */
  record Drained(List<FileEvent> events, EventCursor position, int pages) {

    List<String> files() {
      return paths(FileEvent.Type.FILE);
    }

    List<String> folders() {
      return paths(FileEvent.Type.FOLDER);
    }

    private List<String> paths(FileEvent.Type type) {
      return events.stream()
          .filter(event -> event.type() == type)
          .map(event -> (event.deleted() ? "-" : "") + event.path())
          .toList();
    }
  }
}

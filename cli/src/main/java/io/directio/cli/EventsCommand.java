// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.FileEvent;
import io.directio.FileRef;
import io.directio.cli.progress.Human;
import io.directio.notify.EventCursor;
import io.directio.notify.EventFeed;
import io.directio.notify.EventPage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what is in a portal's folders, and what changes there. */
@Command(
    name = "events",
    sortOptions = false,
    description = {
      "Show the files and folders of a portal, as its Notification Service tells them.",
      "",
      "Without --follow it ends with the last of them; with it, changes follow as they happen,"
          + " deletions too, until it is interrupted. Events can come more than once."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nExamples:%n"
          + "  directio events --folder Projects --include '**/*.pdf' --json%n"
          + "  directio events --follow",
      HelpText.LOGIN,
      HelpText.EXIT_CODES
    })
final class EventsCommand implements Callable<Integer> {

  private static final Duration WAIT = Duration.ofSeconds(30);

  @Option(names = "--follow", order = 2, description = "Go on with the changes, until interrupted.")
  private boolean follow;

  @Mixin private FolderOptions folders;

  @Option(names = "--json", order = 50, description = "Write one JSON object a line.")
  private boolean json;

  @Mixin private PortalOptions portal;

  private final Console console;

  EventsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (EventFeed feed = EventFeed.open(portal.notifications(console), folders.options())) {
      return console.interrupts().during(feed::close, () -> show(feed));
    }
  }

  private int show(EventFeed feed) throws IOException {
    EventCursor position = EventCursor.START;
    boolean more = true;
    while (more) {
      EventPage page = feed.next(position, WAIT);
      page.events().forEach(this::show);
      console.checkReader();
      position = page.next();
      more = follow || !page.snapshotDone();
    }
    return ExitCode.OK.number();
  }

  private void show(FileEvent event) {
    if (json) {
      JsonLine.print(console.out(), line -> EventJson.write(event, line));
    } else {
      String size = event.size() == FileRef.UNKNOWN ? "" : Human.bytes(event.size());
      String path = Optional.ofNullable(event.path()).orElse(event.name());
      console
          .out()
          .printf(
              Locale.ROOT,
              "%-20s  %-7s  %12s  %10s  %s%n",
              time(event),
              event.deleted() ? "deleted" : event.type().name().toLowerCase(Locale.ROOT),
              event.fileId() == FileRef.UNKNOWN ? "" : event.fileId(),
              size,
              path.isEmpty() ? "(no name)" : ErrorLines.printable(path));
    }
  }

  private static String time(FileEvent event) {
    Instant time = event.modified() != null ? event.modified() : event.fileTimestamp();
    return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

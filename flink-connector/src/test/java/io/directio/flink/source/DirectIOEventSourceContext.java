// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.DirectIOException;
import io.directio.FileEvent;
import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import io.directio.flink.TestPortal;
import io.directio.flink.types.NounTypeInfo;
import io.directio.notify.EventCursor;
import io.directio.notify.EventFeed;
import io.directio.notify.EventPage;
import io.directio.notify.NotificationOptions;
import java.io.UncheckedIOException;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;

/** The Notification Service as Flink's suite sees it: a record is the event of a file. */
final class DirectIOEventSourceContext implements DataStreamSourceExternalContext<FileEvent> {

  private static final int RECORDS = 40;

  private static final NotificationOptions OPTIONS =
      NotificationOptions.builder().pageSize(30).longPoll(Duration.ofMillis(200)).build();

  private final TestPortal portal = TestPortal.start(Emulator.builder());
  private final Set<String> told = new HashSet<>();

  @Override
  public Source<FileEvent, ?, ?> createSource(TestingSourceSettings settings) {
    return settings.getBoundedness() == Boundedness.BOUNDED
        ? DirectIOEventSource.snapshot(portal.client().portalConnection(), OPTIONS)
        : DirectIOEventSource.follow(portal.client().portalConnection(), OPTIONS);
  }

  @Override
  public List<FileEvent> generateTestData(
      TestingSourceSettings settings, int splitIndex, long seed) {
    for (int i = 0; i < RECORDS; i++) {
      portal.emulator().add(splitIndex + "-" + seed + "-" + i, Content.of(new byte[i]));
    }
    List<FileEvent> events = new ArrayList<>();
    try (EventFeed feed = EventFeed.open(portal.client().portalConnection(), OPTIONS)) {
      for (EventCursor position = EventCursor.START; !position.snapshotDone(); ) {
        EventPage page = feed.next(position, Duration.ofSeconds(1));
        page.events().stream().filter(event -> told.add(event.guid())).forEach(events::add);
        position = page.next();
      }
    } catch (DirectIOException e) {
      throw new UncheckedIOException(e);
    }
    return events;
  }

  @Override
  public ExternalSystemSplitDataWriter<FileEvent> createSourceSplitDataWriter(
      TestingSourceSettings settings) {
    return new ExternalSystemSplitDataWriter<>() {
      @Override
      public void writeRecords(List<FileEvent> records) {
        // They were told when their files came.
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public TypeInformation<FileEvent> getProducedType() {
    return NounTypeInfo.FILE_EVENT;
  }

  @Override
  public List<URL> getConnectorJarPaths() {
    return List.of();
  }

  @Override
  public void close() {
    portal.close();
  }
}

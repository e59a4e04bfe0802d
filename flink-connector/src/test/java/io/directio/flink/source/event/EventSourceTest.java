// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.FileEvent;
import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.flink.TestExports;
import io.directio.flink.TestPortal;
import io.directio.flink.source.DirectIOEventSource;
import io.directio.flink.source.single.SingleSplitEnumerator;
import io.directio.flink.source.single.UnassignedSplitSerializer;
import io.directio.flink.types.NounTypeInfo;
import io.directio.notify.EventCursor;
import io.directio.notify.NotificationOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class EventSourceTest {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder().setNumberSlotsPerTaskManager(2).build());

  private static final NotificationOptions OPTIONS =
      NotificationOptions.builder().pageSize(7).longPoll(Duration.ofMillis(200)).build();

  private static final EventCursor POSITION =
      new EventCursor(List.of(new EventCursor.Group(List.of(5L), "cursor", true, false)), 0);

  private static TestPortal portal() {
    EmulatorBuilder builder = Emulator.builder();
    for (int i = 0; i < 30; i++) {
      builder.file("docs/" + i % 3 + "/file-" + i, TestPortal.bytes(10 + i, i));
    }
    return TestPortal.start(builder);
  }

  /** Files and folders in them. */
  private static final int EVERYTHING = 30 + 3 + 1;

  @Test
  void tellsEverythingThatIsThereAndEnds() throws Exception {
    try (TestPortal portal = portal()) {
      DirectIOEventSource source =
          DirectIOEventSource.snapshot(portal.client().portalConnection(), OPTIONS);
      StreamExecutionEnvironment env = TestExports.environment(2, 100);
      List<FileEvent> events =
          env.fromSource(source, WatermarkStrategy.noWatermarks(), "events")
              .executeAndCollect(1000);
      assertThat(events).hasSize(EVERYTHING).extracting(FileEvent::guid).doesNotHaveDuplicates();
      assertThat(events)
          .filteredOn(event -> event.type() == FileEvent.Type.FILE)
          .extracting(FileEvent::path)
          .containsExactlyInAnyOrderElementsOf(
              portal.files().stream().map(file -> file.path()).toList());
      assertThat(portal.emulator().requests().portalCalls()).isZero();
    }
  }

  /** Fails once, when so many events have passed. */
  private record FailingOnce(int after) implements MapFunction<FileEvent, FileEvent> {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger PASSED = new AtomicInteger();

    @Override
    public FileEvent map(FileEvent event) {
      if (PASSED.incrementAndGet() == after) {
        throw new IllegalStateException("failed on purpose");
      }
      return event;
    }
  }

  @Test
  void tellsEachChangeOnceThoughTheJobFails() throws Exception {
    FailingOnce.PASSED.set(0);
    try (TestPortal portal = portal()) {
      Emulator emulator = portal.emulator();
      DirectIOEventSource source =
          DirectIOEventSource.follow(portal.client().portalConnection(), OPTIONS);
      StreamExecutionEnvironment env = TestExports.environment(1, 50);
      CloseableIterator<FileEvent> events =
          env.fromSource(source, WatermarkStrategy.noWatermarks(), "events")
              .map(new FailingOnce(EVERYTHING + 3))
              .returns(NounTypeInfo.FILE_EVENT)
              .collectAsync();
      JobClient job = env.executeAsync();
      assertThat(next(events, EVERYTHING)).extracting(FileEvent::guid).doesNotHaveDuplicates();

      for (int i = 0; i < 5; i++) {
        emulator.add("docs/new-" + i, Content.of(new byte[i]));
      }
      assertThat(next(events, 5))
          .extracting(FileEvent::path)
          .containsExactlyInAnyOrder(
              "docs/new-0", "docs/new-1", "docs/new-2", "docs/new-3", "docs/new-4");
      assertThat(FailingOnce.PASSED.get()).as("it did fail").isGreaterThan(EVERYTHING + 5);

      emulator.delete("docs/new-0");
      emulator.rename("docs/new-1", "docs/old");
      List<FileEvent> changes = next(events, 2);
      assertThat(changes.get(0))
          .matches(FileEvent::deleted)
          .extracting(FileEvent::path)
          .isEqualTo("docs/new-0");
      assertThat(changes.get(1).path()).isEqualTo("docs/old");
      job.cancel().get();
      events.close();
    }
  }

  private static List<FileEvent> next(CloseableIterator<FileEvent> events, int count) {
    List<FileEvent> next = new ArrayList<>();
    while (next.size() < count) {
      next.add(events.next());
    }
    return next;
  }

  @Test
  void givesTheSplitOfAReaderThatFailedToTheNextThatComes() throws Exception {
    TestingSplitEnumeratorContext<EventSplit> context = new TestingSplitEnumeratorContext<>(2);
    SingleSplitEnumerator<EventSplit> enumerator =
        new SingleSplitEnumerator<>(context, Optional.of(EventSplit.ALL), false);
    assertThat(enumerator.snapshotState(1)).contains(EventSplit.ALL);
    context.registerReader(0, "host");
    enumerator.addReader(0);
    assertThat(enumerator.snapshotState(2)).isEmpty();
    EventSplit later = new EventSplit(POSITION);
    enumerator.addSplitsBack(List.of(later), 0);
    assertThat(enumerator.snapshotState(3)).contains(later);
    context.registerReader(1, "host");
    enumerator.addReader(1);
    assertThat(context.getSplitAssignments().get(1).getAssignedSplits()).containsExactly(later);
  }

  private static final String GOLDEN_SPLIT =
      "0100000000000000010300000001000000000000000500000006637572736f72";

  @Test
  void keepsTheFormatOfItsState() throws Exception {
    EventSplit split = new EventSplit(POSITION);
    byte[] bytes = HexFormat.of().parseHex(GOLDEN_SPLIT);
    assertThat(new EventSplitSerializer().serialize(split)).isEqualTo(bytes);
    assertThat(new EventSplitSerializer().deserialize(1, bytes)).isEqualTo(split);
    UnassignedSplitSerializer<EventSplit> states =
        new UnassignedSplitSerializer<>(new EventSplitSerializer());
    Optional<EventSplit> pending = Optional.of(split);
    assertThat(states.serialize(pending)).isEqualTo(bytes);
    assertThat(states.deserialize(1, bytes)).isEqualTo(pending);
    Optional<EventSplit> assigned = Optional.empty();
    assertThat(states.deserialize(1, states.serialize(assigned))).isEqualTo(assigned);
  }
}

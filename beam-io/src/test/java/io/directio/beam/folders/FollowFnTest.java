// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.CursorRejectedException;
import io.directio.FileEvent;
import io.directio.beam.EndlessTester;
import io.directio.beam.TestPortal;
import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.emulator.fault.Fault;
import io.directio.emulator.fault.NotificationFaults;
import io.directio.emulator.notify.NotificationCall;
import io.directio.notify.CursorPolicy;
import io.directio.notify.EventFilter;
import io.directio.notify.NotificationOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FollowFnTest {

  /** Small pages, so that there are several, and short polls. */
  private static final NotificationOptions FILES =
      NotificationOptions.builder()
          .pageSize(3)
          .longPoll(Duration.ofMillis(100))
          .filter(EventFilter.builder().types(FileEvent.Type.FILE).build())
          .build();

  private static final int THERE = 8;

  private TestPortal portal;

  @BeforeEach
  void start() {
    EmulatorBuilder builder = Emulator.builder();
    for (int i = 0; i < THERE; i++) {
      builder.file("docs/" + i, new byte[i]);
    }
    portal = TestPortal.start(builder);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private FollowFn function(NotificationOptions options) {
    return new FollowFn(portal.client(), options, false);
  }

  private EndlessTester<byte[], FileEvent> tester(NotificationOptions options) throws Exception {
    return new EndlessTester<>(function(options), new byte[0]);
  }

  private NotificationFaults on(NotificationCall call) {
    return portal.emulator().faults().notifications().on(call);
  }

  private static List<String> names(List<TimestampedValue<FileEvent>> events) {
    return events.stream().map(event -> event.getValue().name()).toList();
  }

  @Test
  void tellsWhatIsThereAndThenWhatChanges() throws Exception {
    try (var tester = tester(FILES)) {
      assertThat(tester.bundle()).hasSize(THERE);
      assertThat(tester.bundle()).isEmpty();
      portal.emulator().add("docs/new", Content.of(new byte[3]));
      portal.emulator().delete("docs/2");
      List<TimestampedValue<FileEvent>> changes = new ArrayList<>(tester.bundle());
      changes.addAll(tester.bundle());
      assertThat(names(changes)).containsExactly("new", "2");
      assertThat(changes.get(1).getValue().deleted()).isTrue();
    }
  }

  @Test
  void goesOnFromEveryCheckpointOnAnotherMachine() throws Exception {
    List<String> names = new ArrayList<>();
    try (var tester = tester(FILES)) {
      for (int i = 0; names.size() < THERE; i++) {
        assertThat(i).as("bundles").isLessThan(THERE);
        names.addAll(names(tester.bundleUpTo(1)));
        tester.goOnWith(function(FILES));
      }
      portal.emulator().add("docs/new", Content.of(new byte[3]));
      names.addAll(names(tester.bundle()));
    }
    assertThat(names).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "new");
  }

  @Test
  void tellsAgainWhatABundleToldThatFailed() throws Exception {
    try (var tester = tester(FILES)) {
      tester.bundleThatFails();
      assertThat(tester.bundle()).hasSize(THERE);
      portal.emulator().add("docs/new", Content.of(new byte[3]));
      tester.bundleThatFails();
      assertThat(names(tester.bundle())).containsExactly("new");
    }
  }

  @Test
  void theWatermarkWaitsForTheSnapshotAndThenGoesOn() throws Exception {
    try (var tester = tester(FILES)) {
      tester.bundleUpTo(1);
      assertThat(tester.watermark()).isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
      tester.bundle();
      Instant told = tester.watermark();
      assertThat(told).isGreaterThan(Instant.now().minus(60_000));
      portal.emulator().clockSkew(Duration.ofMinutes(5));
      tester.bundle();
      assertThat(tester.watermark()).as("while nothing changes").isGreaterThan(told.plus(240_000));
    }
  }

  @Test
  void noEventIsLate() throws Exception {
    try (var tester = tester(FILES)) {
      tester.bundle();
      Instant told = tester.watermark();
      portal.emulator().clockSkew(Duration.ofMinutes(-30));
      portal.emulator().add("docs/old", Content.of(new byte[3]));
      TimestampedValue<FileEvent> event = tester.bundle().get(0);
      assertThat(event.getValue().modified().toEpochMilli()).isLessThan(told.getMillis());
      assertThat(event.getTimestamp()).isGreaterThanOrEqualTo(told);
      assertThat(tester.watermark()).isGreaterThanOrEqualTo(told);
    }
  }

  @Test
  void aDrainedPipelineReadsNoMore() throws Exception {
    try (var tester = tester(FILES)) {
      tester.bundle();
      assertThat(tester.drained()).isNull();
    }
  }

  @Test
  void failsWhenThePositionIsRejected() throws Exception {
    try (var tester = tester(FILES)) {
      tester.bundle();
      portal.emulator().notifications().forgetCursors();
      assertThatThrownBy(tester::bundle).hasRootCauseInstanceOf(CursorRejectedException.class);
    }
  }

  @Test
  void failsWhenThePositionIsForOtherFolders() throws Exception {
    NotificationOptions docs =
        FILES.toBuilder()
            .folderIds(List.of(portal.emulator().notifications().folderId("docs")))
            .build();
    try (var tester = tester(FILES)) {
      tester.bundle();
      tester.goOnWith(function(docs));
      assertThatThrownBy(tester::bundle).hasMessageContaining("other folders");
    }
  }

  @Test
  void beginsANewSnapshotWhereThatIsAllowed() throws Exception {
    NotificationOptions anew = FILES.toBuilder().rejectedCursors(CursorPolicy.NEW_SNAPSHOT).build();
    try (var tester = tester(anew)) {
      tester.bundle();
      tester.goOnWith(function(anew));
      Instant told = tester.watermark();
      portal.emulator().notifications().forgetCursors();
      assertThat(tester.bundle())
          .hasSize(THERE)
          .allSatisfy(event -> assertThat(event.getTimestamp()).isGreaterThanOrEqualTo(told));
    }
  }

  static Stream<Arguments> disorders() {
    return Stream.of(
        disorder("duplicates", NotificationFaults::duplicateEvents),
        disorder("replayed pages", faults -> faults.times(3).replayedPage()),
        disorder("creation after deletion", NotificationFaults::creationAfterDeletion),
        disorder("unknown fields", NotificationFaults::unknownFields));
  }

  private static Arguments disorder(String name, Consumer<NotificationFaults> fault) {
    return Arguments.of(name, fault);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("disorders")
  void tellsEachThingOnceWhateverThePortalRepeats(String name, Consumer<NotificationFaults> fault)
      throws Exception {
    try (var tester = tester(FILES)) {
      fault.accept(on(NotificationCall.LIST));
      List<String> names = new ArrayList<>();
      while (names.size() < THERE) {
        names.addAll(names(tester.bundle()));
      }
      portal.emulator().delete("docs/2");
      while (names.size() < THERE + 1) {
        names.addAll(names(tester.bundle()));
      }
      names.addAll(names(tester.bundle()));
      assertThat(names).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "2");
    }
  }

  @Test
  void logsInAgainWhenItsSessionDies() throws Exception {
    try (var tester = tester(FILES)) {
      tester.bundleUpTo(1);
      portal.emulator().notifications().expireSessions();
      tester.bundle();
      on(NotificationCall.LONGPOLL).once().redirectToLogin();
      portal.emulator().add("docs/new", Content.of(new byte[3]));
      assertThat(names(tester.bundle())).containsExactly("new");
    }
  }

  @Test
  void takesALongPollThatNeverAnswersForNoChange() throws Exception {
    Fault silence = on(NotificationCall.LONGPOLL).times(1).stall();
    try (var tester = tester(FILES)) {
      tester.bundle();
      Instant told = tester.watermark();
      tester.bundle();
      assertThat(silence.hits()).isEqualTo(1);
      portal.emulator().add("docs/new", Content.of(new byte[3]));
      assertThat(names(tester.bundle())).containsExactly("new");
      assertThat(tester.watermark()).isGreaterThanOrEqualTo(told);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.directio.FileEvent;
import io.directio.beam.SplitTester;
import io.directio.beam.TestPortal;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.notify.EventCursor;
import io.directio.notify.EventCursor.Group;
import io.directio.notify.NotificationOptions;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.IsBounded;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotFnTest {

  /** Small pages, so that there are several. */
  private static final NotificationOptions ALL = NotificationOptions.builder().pageSize(4).build();

  private static final byte[] NOTHING = new byte[0];

  private static final EventCursor MIDDLE =
      new EventCursor(List.of(new Group(List.of(5L), "ü", true, false)), 0);
  private static final EventCursor END =
      new EventCursor(List.of(new Group(List.of(5L), "z", false, true)), 0);

  private TestPortal portal;

  @BeforeEach
  void start() {
    EmulatorBuilder builder = Emulator.builder();
    for (int i = 0; i < 9; i++) {
      builder.file("docs/" + i % 2 + "/" + i, new byte[i]);
    }
    builder.file("media/a", new byte[10]);
    portal = TestPortal.start(builder);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private SplitTester<byte[], FileEvent> tester(NotificationOptions folders) {
    return new SplitTester<>(new SnapshotFn(portal.client(), folders, true));
  }

  @Test
  void listsFilesWithTheirPathsAndSizes() throws Exception {
    try (var tester = tester(ALL)) {
      List<FileEvent> listed = tester.unsplit(NOTHING);
      assertThat(listed)
          .extracting(FileEvent::fileId, FileEvent::path, FileEvent::size)
          .containsExactlyInAnyOrderElementsOf(
              portal.files().stream()
                  .map(file -> tuple(file.id(), file.path(), file.content().size()))
                  .toList());
    }
  }

  @Test
  void listsOnlyTheFoldersThatAreWanted() throws Exception {
    NotificationOptions media =
        ALL.toBuilder()
            .folderIds(List.of(portal.emulator().notifications().folderId("media")))
            .build();
    try (var tester = tester(media)) {
      assertThat(tester.unsplit(NOTHING)).extracting(FileEvent::path).containsExactly("media/a");
    }
  }

  @Test
  void losesAndRepeatsNothingWhereverItIsSplit() throws Exception {
    try (var tester = tester(ALL)) {
      tester.assertEverySplitGivesTheSame(NOTHING, 0, .5);
    }
  }

  @Test
  void goesOnFromEveryCheckpoint() throws Exception {
    try (var tester = tester(ALL)) {
      tester.assertCheckpointsGiveTheSame(NOTHING);
    }
  }

  @Test
  void givesAFileThatIsDeletedNoMore() throws Exception {
    EmulatedFile added = portal.emulator().add("docs/0/new", Content.of(new byte[3]));
    portal.emulator().delete("docs/0/2");
    try (var tester = tester(ALL)) {
      assertThat(tester.unsplit(NOTHING))
          .extracting(FileEvent::path)
          .contains(added.path())
          .doesNotContain("docs/0/2");
    }
  }

  @Test
  void keepsTheFormatOfItsPosition() throws Exception {
    assertBytes(FeedPosition.START, "0100" + "00000009" + "010000000000000000");
    assertBytes(
        new FeedPosition(MIDDLE, true),
        "0101" + "0000001c" + "010000000000000001" + "03000000010000000000000005" + "00000002c3bc");
  }

  private static void assertBytes(FeedPosition position, String hex) throws Exception {
    FeedPositionCoder coder = FeedPositionCoder.of();
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, position)))
        .isEqualTo(hex);
    assertThat(CoderUtils.decodeFromByteArray(coder, HexFormat.of().parseHex(hex)))
        .isEqualTo(position);
  }

  @Test
  void aCheckpointLeavesAllThatWasNotClaimed() {
    FeedTracker tracker = new FeedTracker(FeedPosition.START, IsBounded.BOUNDED);
    assertThatThrownBy(tracker::checkDone).hasMessageContaining("after page 0");
    assertThat(tracker.tryClaim(MIDDLE)).isTrue();
    assertThat(tracker.trySplit(.5)).isNull();
    SplitResult<FeedPosition> split = tracker.trySplit(0);
    assertThat(split.getPrimary().over()).isTrue();
    assertThat(split.getResidual()).isEqualTo(new FeedPosition(MIDDLE, false));
    assertThat(tracker.tryClaim(END)).isFalse();
    tracker.checkDone();

    FeedTracker rest = new FeedTracker(split.getResidual(), IsBounded.BOUNDED);
    assertThat(rest.tryClaim(END)).isTrue();
    assertThat(rest.trySplit(0)).isNull();
    assertThat(rest.getProgress().getWorkRemaining()).isZero();
    rest.checkDone();
  }
}

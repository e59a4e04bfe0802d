// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.NotFoundException;
import io.directio.UnauthorizedException;
import io.directio.flink.JobStoppedException;
import io.directio.flink.Nouns;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.FileSelection;
import io.directio.flink.source.protocol.FileFailed;
import io.directio.flink.source.protocol.FileReturned;
import io.directio.flink.source.protocol.FileReturned.Reason;
import io.directio.flink.source.protocol.ReturnAccepted;
import io.directio.flink.source.protocol.SplitsFinished;
import io.directio.flink.source.protocol.SplitsHeld;
import io.directio.flink.source.split.BundleSplit;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.OutcomeSplit;
import io.directio.flink.source.split.RunSplit;
import io.directio.read.ClientOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.junit.jupiter.api.Test;

class DirectIOEnumeratorTest {

  /** Runs of 4 blocks of 100 bytes. */
  private static final AssignmentOptions OPTIONS =
      AssignmentOptions.DEFAULT.withMaxBytes(400).withSmallFileThreshold(150).withMaxBundleFiles(8);

  private final Map<Long, Integer> blocks = new HashMap<>();
  private final Map<Long, DirectIOException> failures = new HashMap<>();
  private final List<Long> listed = new ArrayList<>();
  private final Later background = new Later();
  private final TestingSplitEnumeratorContext<DirectIOSplit> context =
      new TestingSplitEnumeratorContext<>(2);
  private long unit = 1;
  private DirectIOEnumerator enumerator;

  private final FilePlanner planner =
      new FilePlanner() {
        @Override
        public FilePlan plan(FileRef file) throws DirectIOException {
          listed.add(file.fileId());
          if (failures.containsKey(file.fileId())) {
            throw failures.get(file.fileId());
          }
          return Nouns.plan(file, blocks.getOrDefault(file.fileId(), 10));
        }

        @Override
        public void close() {}
      };

  private static EnumeratorSettings settings(
      FileSelection files, AssignmentOptions options, LongUnaryOperator units) {
    return new EnumeratorSettings(
        files, ClientOptions.of(URI.create("https://portal.example.com")), options, units, false);
  }

  private void start(FileSelection files, EnumeratorState state) {
    enumerator =
        new DirectIOEnumerator(
            context, settings(files, OPTIONS, size -> unit), planner, state, background);
    enumerator.start();
    background.runAll();
  }

  private void start(long... ids) {
    start(FileSelection.ids(ids), EnumeratorState.initial());
  }

  private void readers(String... heldByEach) {
    for (int reader = 0; reader < 2; reader++) {
      if (!context.registeredReaders().containsKey(reader)) {
        context.registerReader(reader, "host");
      }
      enumerator.addReader(reader);
      List<String> held = heldByEach.length > reader ? List.of(heldByEach[reader]) : List.of();
      tell(reader, new SplitsHeld(held));
    }
  }

  private void tell(int reader, SourceEvent event) {
    enumerator.handleSourceEvent(reader, event);
    background.runAll();
  }

  private void ask(int reader) {
    enumerator.handleSplitRequest(reader, "host");
    background.runAll();
  }

  private List<DirectIOSplit> assigned(int reader) {
    var state = context.getSplitAssignments().get(reader);
    return state == null ? List.of() : state.getAssignedSplits();
  }

  private boolean ended(int reader) {
    var state = context.getSplitAssignments().get(reader);
    return state != null && state.hasReceivedNoMoreSplitsSignal();
  }

  private EnumeratorState checkpoint(long id) throws Exception {
    EnumeratorStateSerializer serializer = new EnumeratorStateSerializer();
    return serializer.deserialize(
        serializer.getVersion(), serializer.serialize(enumerator.snapshotState(id)));
  }

  private static FileReturned returned(BundleSplit bundle, int file) {
    return new FileReturned(bundle.splitId(), bundle.files().get(file).task(), Reason.LARGE);
  }

  @Test
  void assignsFilesOfUnknownSizeInBundlesWithoutListingThem() {
    start(LongStream.range(0, 20).toArray());
    readers();
    ask(0);
    assertThat(((BundleSplit) assigned(0).get(0)).files())
        // A quarter of what is left for each of two readers, twice.
        .hasSize(5);
    assertThat(listed).isEmpty();
  }

  @Test
  void makesBundlesSmallerTowardsTheEnd() {
    start(LongStream.range(0, 20).toArray());
    readers();
    for (int i = 0; i < 12; i++) {
      ask(i % 2);
    }
    List<Integer> sizes = new ArrayList<>();
    for (int reader = 0; reader < 2; reader++) {
      assigned(reader).forEach(split -> sizes.add(((BundleSplit) split).files().size()));
    }
    assertThat(sizes.stream().mapToInt(i -> i).sum()).isEqualTo(20);
    assertThat(sizes).contains(1);
  }

  @Test
  void cutsFilesThatAreKnownToBeLarge() {
    start(
        FileSelection.files(List.of(new FileRef(7, "7", 1000, 1), new FileRef(8, "8", 100, 1))),
        EnumeratorState.initial());
    readers();
    for (int i = 0; i < 5; i++) {
      ask(0);
    }
    assertThat(listed).containsExactly(7L);
    assertThat(assigned(0)).hasSize(4);
    assertThat(assigned(0).subList(0, 3))
        .allSatisfy(split -> assertThat(((RunSplit) split).task().file().fileId()).isEqualTo(7))
        .extracting(split -> ((RunSplit) split).run().firstBlock())
        .containsExactly(1, 5, 9);
    assertThat(((BundleSplit) assigned(0).get(3)).files()).hasSize(1);
  }

  @Test
  void cutsAlongTheUnitsOfTheDestination() {
    unit = 250;
    start(FileSelection.files(List.of(new FileRef(7, "7", 1000, 1))), EnumeratorState.initial());
    readers();
    for (int i = 0; i < 5; i++) {
      ask(0);
    }
    assertThat(assigned(0))
        .extracting(split -> ((RunSplit) split).run().firstBlock())
        .containsExactly(1, 4, 6, 9);
  }

  @Test
  void cutsAFileThatAReaderHandsBack() {
    start(1);
    readers();
    ask(0);
    BundleSplit bundle = (BundleSplit) assigned(0).get(0);
    tell(0, returned(bundle, 0));
    assertThat(context.getSentEvents().get(0))
        .containsExactly(new ReturnAccepted(bundle.splitId(), 0));
    ask(1);
    ask(1);
    ask(1);
    assertThat(assigned(1)).hasSize(3).allMatch(split -> split instanceof RunSplit);
  }

  @Test
  void tellsNobodyThatThereIsNoMoreWhileAFileMayBeHandedBack() {
    start(1);
    readers();
    ask(0);
    ask(1);
    assertThat(ended(1)).isFalse();
    BundleSplit bundle = (BundleSplit) assigned(0).get(0);
    tell(0, returned(bundle, 0));
    tell(0, new SplitsFinished(List.of(bundle.splitId())));
    assertThat(assigned(1)).isNotEmpty();
    assertThat(ended(0)).isFalse();
    ask(1);
    ask(1);
    tell(1, new SplitsFinished(assigned(1).stream().map(DirectIOSplit::splitId).toList()));
    assertThat(ended(0)).isTrue();
    assertThat(ended(1)).isTrue();
  }

  @Test
  void waitsForReadersThatHaveNotSaidWhatTheyHold() {
    start();
    context.registerReader(0, "host");
    tell(0, new SplitsHeld(List.of()));
    ask(0);
    assertThat(ended(0)).isFalse();
    context.registerReader(1, "host");
    tell(1, new SplitsHeld(List.of("files-0")));
    assertThat(ended(0)).isFalse();
    tell(1, new SplitsFinished(List.of("files-0")));
    assertThat(ended(0)).isTrue();
  }

  @Test
  void takesAFileOnceThatIsHandedBackAgainByAReaderThatWasReset() throws Exception {
    start(1);
    readers();
    ask(0);
    BundleSplit bundle = (BundleSplit) assigned(0).get(0);
    checkpoint(1);
    enumerator.notifyCheckpointComplete(1);
    tell(0, returned(bundle, 0));
    // The reader is reset to the checkpoint, in which it has the file.
    enumerator.addSplitsBack(List.of(), 0);
    tell(0, new SplitsHeld(List.of(bundle.splitId())));
    tell(0, returned(bundle, 0));
    assertThat(context.getSentEvents().get(0)).hasSize(2);
    assertThat(listed).containsExactly(1L);
  }

  @Test
  void hasAReturnedFileInItsStateUntilItIsAssigned() throws Exception {
    start(1);
    readers();
    ask(0);
    BundleSplit bundle = (BundleSplit) assigned(0).get(0);
    assertThat(checkpoint(1).toPlan()).isEmpty();
    tell(0, returned(bundle, 0));
    EnumeratorState state = checkpoint(2);
    assertThat(state.toPlan()).containsExactly(FileTask.first(0, FileRef.ofId(1)));
    assertThat(state.position().ordinal()).isEqualTo(1);

    ask(1);
    EnumeratorState partly = checkpoint(3);
    assertThat(partly.toPlan()).isEmpty();
    assertThat(partly.begun())
        .singleElement()
        .satisfies(begun -> assertThat(begun.nextBlock()).isEqualTo(5));
  }

  @Test
  void goesOnInTheMiddleOfAFile() throws Exception {
    start(FileSelection.files(List.of(new FileRef(7, "7", 1000, 1))), EnumeratorState.initial());
    readers();
    ask(0);
    EnumeratorState state = checkpoint(1);
    TestingSplitEnumeratorContext<DirectIOSplit> other = new TestingSplitEnumeratorContext<>(1);
    DirectIOEnumerator restored =
        new DirectIOEnumerator(
            other,
            settings(
                FileSelection.files(List.of(new FileRef(7, "7", 1000, 1))),
                // Cut elsewhere than before.
                OPTIONS.withMaxBytes(700),
                size -> 1),
            planner,
            state,
            background);
    restored.start();
    background.runAll();
    other.registerReader(0, "host");
    restored.handleSourceEvent(0, new SplitsHeld(List.of()));
    restored.handleSplitRequest(0, "host");
    restored.handleSplitRequest(0, "host");
    assertThat(other.getSplitAssignments().get(0).getAssignedSplits())
        .extracting(split -> ((RunSplit) split).run().firstBlock())
        .containsExactly(5, 8);
    assertThat(other.getSplitAssignments().get(0).getAssignedSplits())
        .extracting(split -> ((RunSplit) split).run().offset())
        .containsExactly(400L, 700L);
  }

  @Test
  void beginsAFileOnceMoreThatChangedBetweenTwoAttempts() throws Exception {
    FileSelection files = FileSelection.files(List.of(new FileRef(7, "7", 1000, 1)));
    start(files, EnumeratorState.initial());
    readers();
    ask(0);
    EnumeratorState state = checkpoint(1);
    blocks.put(7L, 11);
    start(files, state);
    readers();
    ask(0);
    RunSplit again = (RunSplit) assigned(0).get(assigned(0).size() - 1);
    assertThat(again.task().attempt()).isEqualTo(2);
    assertThat(again.run().firstBlock()).isEqualTo(1);
  }

  @Test
  void beginsAFileOnceMoreWhicheverOfItsRunsFindsTheChange() {
    start(FileSelection.files(List.of(new FileRef(7, "7", 1000, 1))), EnumeratorState.initial());
    readers();
    ask(0);
    ask(1);
    RunSplit first = (RunSplit) assigned(0).get(0);
    RunSplit second = (RunSplit) assigned(1).get(0);
    blocks.put(7L, 3);
    tell(0, new FileReturned(first.splitId(), first.task(), Reason.CHANGED));
    tell(1, new FileReturned(second.splitId(), second.task(), Reason.CHANGED));
    ask(0);
    ask(0);
    // The third run of the old version is not assigned any more, and the new version only once.
    assertThat(assigned(0)).hasSize(2);
    RunSplit again = (RunSplit) assigned(0).get(1);
    assertThat(again.task().attempt()).isEqualTo(2);
    assertThat(again.run().lastBlock()).isEqualTo(3);
    assertThat(again.splitId()).isNotEqualTo(first.splitId());
  }

  @Test
  void assignsARowForAFileThatCannotBePlanned() {
    failures.put(7L, new NotFoundException(7, "gone"));
    start(FileSelection.files(List.of(new FileRef(7, "7", 1000, 1))), EnumeratorState.initial());
    readers();
    ask(0);
    assertThat(assigned(0))
        .singleElement()
        .isInstanceOfSatisfying(
            OutcomeSplit.class,
            row ->
                assertThat(row.entry().orElseThrow().error().code())
                    .isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void stopsTheJobIfTheCredentialsAreRefused() {
    failures.put(7L, new UnauthorizedException(7, "no"));
    assertThatThrownBy(
            () ->
                start(
                    FileSelection.files(List.of(new FileRef(7, "7", 1000, 1))),
                    EnumeratorState.initial()))
        .hasRootCauseInstanceOf(UnauthorizedException.class)
        .hasCauseInstanceOf(JobStoppedException.class);
  }

  @Test
  void doesNotAssignTheRestOfAFileThatFailed() {
    start(FileSelection.files(List.of(new FileRef(7, "7", 1000, 1))), EnumeratorState.initial());
    readers();
    ask(0);
    tell(0, new FileFailed(0));
    ask(1);
    assertThat(assigned(1)).isEmpty();
  }

  @Test
  void assignsTheRestOfAFailedFileIfTheFailureIsUndone() throws Exception {
    start(FileSelection.files(List.of(new FileRef(7, "7", 1000, 1))), EnumeratorState.initial());
    readers();
    checkpoint(1);
    enumerator.notifyCheckpointComplete(1);
    ask(0);
    RunSplit first = (RunSplit) assigned(0).get(0);
    tell(0, new FileFailed(0));
    // A checkpoint has begun, but is not complete: the reader is reset to the one before.
    checkpoint(2);
    enumerator.addSplitsBack(List.of(first), 0);
    background.runAll();
    for (int i = 0; i < 4; i++) {
      ask(1);
    }
    assertThat(assigned(1))
        .extracting(split -> ((RunSplit) split).run().firstBlock())
        .containsExactly(1, 5, 9);
  }

  @Test
  void forgetsTheRestOfAFailedFileOnceTheFailureCannotBeUndone() throws Exception {
    start(FileSelection.files(List.of(new FileRef(7, "7", 1000, 1))), EnumeratorState.initial());
    readers();
    ask(0);
    tell(0, new FileFailed(0));
    checkpoint(1);
    enumerator.notifyCheckpointComplete(1);
    enumerator.addSplitsBack(List.of(), 0);
    background.runAll();
    ask(1);
    assertThat(assigned(1)).isEmpty();
  }

  @Test
  void leavesTheRestOfAFailedFileAsideWhenAnotherReaderIsReset() {
    start(FileSelection.files(List.of(new FileRef(7, "7", 1000, 1))), EnumeratorState.initial());
    readers();
    ask(0);
    ask(1);
    RunSplit second = (RunSplit) assigned(1).get(0);
    tell(0, new FileFailed(0));
    enumerator.addSplitsBack(List.of(second), 1);
    background.runAll();
    ask(0);
    ask(0);
    assertThat(assigned(0)).hasSize(2).endsWith(second);
  }

  @Test
  void assignsSplitsOfFailedReadersBeforeAnythingElse() {
    start(LongStream.range(0, 20).toArray());
    readers();
    ask(0);
    List<DirectIOSplit> lost = List.copyOf(assigned(0));
    enumerator.addSplitsBack(lost, 0);
    ask(1);
    assertThat(assigned(1)).isEqualTo(lost);
  }

  @Test
  void spreadsTheFirstSplitsOverTheReadersThatWait() {
    start();
    readers();
    ask(0);
    ask(0);
    ask(1);
    assertThat(assigned(0)).isEmpty();
    enumerator.addSplitsBack(
        List.of(new OutcomeSplit(1, Nouns.failed(1)), new OutcomeSplit(2, Nouns.failed(2))), 9);
    assertThat(assigned(0)).hasSize(1);
    assertThat(assigned(1)).hasSize(1);
  }

  @Test
  void keepsItsStateSmallWhateverTheNumberOfFiles() throws Exception {
    start(LongStream.range(0, 100_000).toArray());
    readers();
    for (int i = 0; i < 2000; i++) {
      ask(0);
    }
    assertThat(new EnumeratorStateSerializer().serialize(enumerator.snapshotState(1)))
        .hasSizeLessThan(100);
  }

  /** A page of files, and then another that is there only later. */
  private static PagedFiles endless() {
    return new PagedFiles(List.of(List.of(1L, 2L, 3L), List.of(), List.of(4L, 5L)), true);
  }

  @Test
  void hasTheRestOfAPageInItsStateUntilItIsAssigned() throws Exception {
    start(endless(), EnumeratorState.initial());
    readers();
    ask(0);
    EnumeratorState state = checkpoint(1);
    // A bundle took two files of the page, which can't be asked for again.
    assertThat(state.untaken()).extracting(task -> task.file().fileId()).containsExactly(3L);
    assertThat(state.position().ordinal()).isEqualTo(3);

    start(endless(), state);
    readers();
    for (int i = 0; i < 8; i++) {
      ask(1);
    }
    List<Long> seen = new ArrayList<>();
    for (DirectIOSplit split : assigned(1)) {
      ((BundleSplit) split).files().forEach(file -> seen.add(file.task().ordinal()));
    }
    assertThat(seen).containsExactly(2L, 3L, 4L);
    assertThat(ended(1)).isFalse();
  }
}

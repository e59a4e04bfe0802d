// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Emulator;
import io.directio.flink.Nouns;
import io.directio.flink.TestPortal;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.protocol.FileReturned.Reason;
import io.directio.flink.source.split.BundleSplit;
import io.directio.flink.source.split.BundledFile;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.OutcomeSplit;
import io.directio.flink.source.split.RunSplit;
import io.directio.plan.BlockRun;
import io.directio.plan.SplitPlanner;
import io.directio.read.DirectIOClient;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockSplitReaderTest {

  private static final int BLOCK = 64 << 10;
  private static final int BLOCKS = 60;
  private static final AssignmentOptions OPTIONS =
      AssignmentOptions.DEFAULT.withSmallFileThreshold(8 * BLOCK);

  private TestPortal portal;
  private AcceptedReturns accepted;
  private BlockSplitReader reader;

  /** The numbers of the blocks that came, by split, and the splits that are finished. */
  private final Map<String, List<Integer>> blocks = new HashMap<>();

  private final Set<String> finished = new HashSet<>();
  private final List<Fetched> others = new ArrayList<>();

  @BeforeEach
  void start() {
    portal =
        TestPortal.start(
            Emulator.builder()
                .blockSize(BlockSize.fixed(BLOCK))
                .file("first", TestPortal.bytes(BLOCKS * BLOCK, 1))
                .file("second", TestPortal.bytes(BLOCKS * BLOCK, 2))
                .file("small", TestPortal.bytes(3 * BLOCK, 3))
                .file("empty", new byte[0]));
    accepted = new AcceptedReturns();
    // So little memory that one file alone can hold all of it.
    ReaderSettings settings =
        new ReaderSettings(
            portal.options().memoryBudget(8 * BLOCK).build(), OPTIONS, false, null, false);
    reader =
        new BlockSplitReader(BlockSource.open(settings, 1), accepted, OPTIONS.smallFileThreshold());
  }

  @AfterEach
  void stop() throws Exception {
    reader.close();
    portal.close();
  }

  private FileRef file(String path) {
    return FileRef.ofId(portal.emulator().file(path).id());
  }

  private RunSplit run(long ordinal, String path) throws Exception {
    try (DirectIOClient client = DirectIOClient.shared(portal.client())) {
      FilePlan plan = client.plan(file(path));
      BlockRun run = new SplitPlanner(Long.MAX_VALUE, 1, 0).runs(plan).iterator().next();
      return new RunSplit(FileTask.first(ordinal, plan.file()), run);
    }
  }

  private BundleSplit bundle(String... paths) {
    List<BundledFile> files = new ArrayList<>();
    for (String path : paths) {
      files.add(new BundledFile(FileTask.first(files.size(), file(path))));
    }
    return new BundleSplit(0, files);
  }

  private void add(DirectIOSplit... splits) {
    reader.handleSplitsChanges(new SplitsAddition<>(List.of(splits)));
  }

  private void fetch() throws Exception {
    RecordsWithSplitIds<Fetched> batch = reader.fetch();
    for (String split = batch.nextSplit(); split != null; split = batch.nextSplit()) {
      for (Fetched next = batch.nextRecordFromSplit();
          next != null;
          next = batch.nextRecordFromSplit()) {
        if (next instanceof Fetched.Read read
            && read.delivery().result().orElse(null) instanceof Block block) {
          blocks.computeIfAbsent(split, any -> new ArrayList<>()).add(block.number());
        } else {
          others.add(next);
        }
      }
    }
    finished.addAll(batch.finishedSplits());
    batch.recycle();
  }

  private void fetchUntilFinished(DirectIOSplit split) throws Exception {
    while (!finished.contains(split.splitId())) {
      fetch();
    }
  }

  private void assertWhole(DirectIOSplit split, int count) {
    assertThat(blocks.get(split.splitId())).hasSize(count).doesNotHaveDuplicates();
  }

  @Test
  void readsEveryBlockOfARunOnce() throws Exception {
    RunSplit run = run(0, "first");
    add(run);
    fetchUntilFinished(run);
    assertWhole(run, BLOCKS);
  }

  @Test
  void readsOnlyWhatIsLeftOfARun() throws Exception {
    RunSplit run = run(0, "first");
    BitSet done = new BitSet();
    done.set(0, 50);
    RunSplit rest = new RunSplit(run.task(), run.run(), done);
    add(rest);
    fetchUntilFinished(rest);
    assertThat(blocks.get(rest.splitId()))
        .containsExactlyInAnyOrder(51, 52, 53, 54, 55, 56, 57, 58, 59, 60);
  }

  @Test
  void letsOthersReadWhileASplitIsPaused() throws Exception {
    RunSplit first = run(0, "first");
    RunSplit second = run(1, "second");
    add(first);
    fetch();
    reader.pauseOrResumeSplits(List.of(first), List.of());
    add(second);
    fetchUntilFinished(second);
    assertWhole(second, BLOCKS);
    assertThat(blocks.get(first.splitId())).hasSizeLessThan(BLOCKS);

    reader.pauseOrResumeSplits(List.of(), List.of(first));
    fetchUntilFinished(first);
    assertWhole(first, BLOCKS);
  }

  @Test
  void goesOnWithABundleAfterAPause() throws Exception {
    BundleSplit bundle = bundle("small", "empty");
    add(bundle);
    fetch();
    reader.pauseOrResumeSplits(List.of(bundle), List.of());
    reader.pauseOrResumeSplits(List.of(), List.of(bundle));
    fetchUntilFinished(bundle);
    // Of the empty file comes a block without bytes.
    assertThat(blocks.get(bundle.splitId())).containsExactlyInAnyOrder(1, 2, 3, 1);
  }

  @Test
  void finishesABundleOnlyOnceItsLargeFileWasTakenBack() throws Exception {
    BundleSplit bundle = bundle("first", "small");
    add(bundle);
    while (others.isEmpty() || blocks.getOrDefault(bundle.splitId(), List.of()).size() < 3) {
      fetch();
    }
    assertThat(((Fetched.Read) others.get(0)).returned()).contains(Reason.LARGE);
    // A pause while the answer is on its way must not hand the file back twice.
    reader.pauseOrResumeSplits(List.of(bundle), List.of());
    reader.pauseOrResumeSplits(List.of(), List.of(bundle));
    assertThat(finished).isEmpty();
    accepted.add(bundle.splitId());
    fetchUntilFinished(bundle);
    assertThat(others).hasSize(1);
    assertWhole(bundle, 3);
  }

  @Test
  void passesRowsOn() throws Exception {
    OutcomeSplit row = new OutcomeSplit(1, Nouns.failed(1));
    OutcomeSplit emitted = new OutcomeSplit(2, Optional.empty());
    add(row, emitted);
    fetchUntilFinished(row);
    assertThat(finished).contains(emitted.splitId());
    assertThat(others).containsExactly(new Fetched.Row(Nouns.failed(1)));
  }

  @Test
  void endsAFileThatCannotBeReadWithItsRow() throws Exception {
    portal.emulator().faults().portal().forFile("small").respond(422);
    BundleSplit bundle = bundle("small", "empty");
    add(bundle);
    fetchUntilFinished(bundle);
    assertThat(((Fetched.Read) others.get(0)).delivery().result().orElseThrow())
        .isInstanceOf(ManifestEntry.class);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.FileRef;
import io.directio.flink.Nouns;
import io.directio.flink.source.split.BundleSplit;
import io.directio.flink.source.split.BundledFile;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.OutcomeSplit;
import io.directio.flink.source.split.RunSplit;
import io.directio.plan.BlockRun;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitProgressTest {

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }

  @Test
  void remembersTheBlocksOfARun() {
    RunSplit split =
        new RunSplit(
            FileTask.first(3, FileRef.ofId(1)),
            new BlockRun(Nouns.metadata(1, 10), 4, 8, 300, 500),
            bits(4));
    SplitProgress progress = SplitProgress.of(split);
    assertThat(progress.toSplit()).isEqualTo(split);
    progress.emitted(3, 0, 4, 4);
    progress.emitted(3, 0, 6, 7);
    RunSplit now = (RunSplit) progress.toSplit();
    assertThat(now.done()).isEqualTo(bits(0, 2, 3, 4));
    assertThat(now.splitId()).isEqualTo(split.splitId());
    assertThat(split.done()).as("the split that was given").isEqualTo(bits(4));
    progress.settled(3);
    assertThat(((RunSplit) progress.toSplit()).done().cardinality()).isEqualTo(5);
  }

  @Test
  void remembersTheFilesOfABundleAndTheBlocksOfThoseThatWereBegun() {
    BundledFile first = new BundledFile(FileTask.first(5, FileRef.ofId(1)));
    BundledFile second = new BundledFile(FileTask.first(6, FileRef.ofId(2)));
    BundleSplit split = new BundleSplit(5, List.of(first, second));
    SplitProgress progress = SplitProgress.of(split);
    assertThat(progress.toSplit()).isEqualTo(split);
    progress.emitted(6, 77, 2, 3);
    progress.settled(5);
    BundleSplit now = (BundleSplit) progress.toSplit();
    assertThat(now.splitId()).isEqualTo(split.splitId()).isEqualTo(progress.splitId());
    assertThat(now.files()).hasSize(1);
    assertThat(now.files().get(0).progress()).hasValue(new BundledFile.Progress(77, bits(1, 2)));
    assertThat(SplitProgress.of(now).toSplit()).isEqualTo(now);
    progress.settled(6);
    assertThat(((BundleSplit) progress.toSplit()).files()).isEmpty();
  }

  @Test
  void forgetsTheBlocksOfAnOlderVersion() {
    BundledFile file = new BundledFile(FileTask.first(5, FileRef.ofId(1)));
    SplitProgress progress = SplitProgress.of(new BundleSplit(5, List.of(file)));
    progress.emitted(5, 77, 1, 2);
    progress.emitted(5, 78, 3, 3);
    assertThat(((BundleSplit) progress.toSplit()).files().get(0).progress())
        .hasValue(new BundledFile.Progress(78, bits(2)));
  }

  @Test
  void emitsARowOnce() {
    OutcomeSplit split = new OutcomeSplit(9, Nouns.failed(1));
    SplitProgress progress = SplitProgress.of(split);
    assertThat(progress.toSplit()).isEqualTo(split);
    progress.settled(9);
    assertThat(((OutcomeSplit) progress.toSplit()).entry()).isEmpty();
    assertThat(progress.splitId()).isEqualTo(split.splitId());
  }
}

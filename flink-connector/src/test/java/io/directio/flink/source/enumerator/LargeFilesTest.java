// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.DirectIOException;
import io.directio.FileChangedException;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.NotFoundException;
import io.directio.flink.Nouns;
import io.directio.flink.source.enumerator.EnumeratorState.BegunFile;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.source.split.RunSplit;
import io.directio.plan.SplitPlanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LargeFilesTest {

  /** Runs of 4 blocks of 100 bytes. */
  private static final SplitPlanner CUTTER = new SplitPlanner(400, 1, 0);

  private final Map<Long, DirectIOException> problems = new HashMap<>();
  private final Map<Long, Throwable> failed = new HashMap<>();
  private final Later background = new Later();
  private final LargeFiles files =
      new LargeFiles(
          CUTTER,
          size -> 1,
          new FilePlanner() {
            @Override
            public FilePlan plan(FileRef file) throws DirectIOException {
              if (problems.containsKey(file.fileId())) {
                throw problems.get(file.fileId());
              }
              return Nouns.plan(file, 10);
            }

            @Override
            public void close() {}
          },
          background,
          2,
          3);

  private static FileTask task(long ordinal) {
    return FileTask.first(ordinal, FileRef.ofId(100 + ordinal));
  }

  private void advance() {
    files.advance(() -> {}, (task, failure) -> failed.put(task.ordinal(), failure));
  }

  private void plan() {
    advance();
    while (background.waiting() > 0) {
      background.runAll();
      advance();
    }
  }

  private List<Integer> firstBlocks() {
    List<Integer> first = new ArrayList<>();
    for (Optional<RunSplit> run = files.next(); run.isPresent(); run = files.next()) {
      first.add(run.get().run().firstBlock());
    }
    return first;
  }

  @Test
  void cutsAFileInOrder() {
    files.add(task(0));
    plan();
    assertThat(firstBlocks()).containsExactly(1, 5, 9);
    assertThat(files.isEmpty()).isTrue();
  }

  @Test
  void listsOnlySoManyAtOnce() {
    for (int i = 0; i < 5; i++) {
      files.add(task(i));
    }
    advance();
    assertThat(background.waiting()).isEqualTo(2);
  }

  @Test
  void holdsOnlySoManyPlans() {
    for (int i = 0; i < 5; i++) {
      files.add(task(i));
    }
    plan();
    assertThat(files.backlog()).isEqualTo(2);
    files.next();
    files.next();
    files.next();
    plan();
    assertThat(files.backlog()).isEqualTo(1);
  }

  @Test
  void tellsWhatIsLeft() {
    files.add(task(0));
    files.add(task(1));
    plan();
    files.next();
    files.add(task(2));
    files.add(task(3));
    advance();
    LargeFiles.Rest rest = files.rest();
    assertThat(rest.begun())
        .containsExactly(new BegunFile(task(0), Nouns.plan(task(0).file(), 10).fingerprint(), 5));
    assertThat(rest.untouched()).containsExactly(task(1), task(2), task(3));
  }

  @Test
  void goesOnWithWhatWasDropped() {
    files.add(task(0));
    plan();
    files.next();
    LargeFiles.Rest rest = files.drop(0);
    assertThat(files.isEmpty()).isTrue();
    assertThat(firstBlocks()).isEmpty();
    files.add(rest);
    plan();
    assertThat(firstBlocks()).containsExactly(5, 9);
  }

  @Test
  void ignoresTheListingOfAFileThatWasDroppedMeanwhile() {
    files.add(task(0));
    advance();
    assertThat(files.drop(0).untouched()).containsExactly(task(0));
    background.runAll();
    assertThat(firstBlocks()).isEmpty();
    assertThat(files.isEmpty()).isTrue();
  }

  @Test
  void takesTheRestOfAFileOnlyIfItIsTheSameStill() {
    files.resume(new BegunFile(task(0), 12345, 5));
    plan();
    assertThat(failed.get(0L)).isInstanceOf(FileChangedException.class);
    assertThat(firstBlocks()).isEmpty();
  }

  @Test
  void saysWhichFileCannotBeListed() {
    problems.put(100L, new NotFoundException(100, "gone"));
    files.add(task(0));
    files.add(task(1));
    plan();
    assertThat(failed).containsOnlyKeys(0L);
    assertThat(firstBlocks()).containsExactly(1, 5, 9);
  }
}

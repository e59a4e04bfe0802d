// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.flink.source.AssignmentOptions;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The state of the coordinator depends on a page of files, and not on how many there are. */
class CoordinationTest {

  private static final int PATIENCE_SECONDS = 60;

  /** More than 2000 files take, with their paths; all of them would take 16 MB. */
  private static final long PAGE = 500_000;

  private static Coordination.Outcome run(
      PortalContents contents, AssignmentOptions assignment, long... milestones) throws Exception {
    return new Coordination(contents, assignment, LongStream.of(milestones).boxed().toList())
        .run(PATIENCE_SECONDS);
  }

  @Test
  void keepsNoMoreThanAPageOfFiles() throws Exception {
    Coordination.Outcome outcome =
        run(
            new PortalContents(101_000, 1000, 20),
            AssignmentOptions.DEFAULT,
            10_000,
            10_500,
            50_000,
            50_500,
            100_000,
            100_500);
    assertThat(outcome.files()).isEqualTo(101_000);
    assertThat(outcome.blocks()).isEqualTo(101_000 + 101 * 19);
    assertThat(outcome.milestones()).hasSize(6).allMatch(at -> at.stateBytes() < PAGE);
    assertThat(outcome.largestState()).isLessThan(PAGE);
    assertThat(outcome.listings()).as("small files are listed by their readers").isEqualTo(101);
  }

  @Test
  void keepsAFewNumbersOfALargeFile() throws Exception {
    Coordination.Outcome outcome =
        run(PortalContents.large(1, 100_000), AssignmentOptions.DEFAULT, 10_000, 90_000);
    assertThat(outcome.blocks()).isEqualTo(100_000);
    assertThat(outcome.milestones())
        .hasSize(2)
        .extracting(Coordination.Milestone::stateBytes)
        .allMatch(bytes -> bytes < 1000)
        .containsOnly(outcome.milestones().get(0).stateBytes());
  }

  @Test
  void assignsBlocksOneByOneAsWell() throws Exception {
    Coordination.Outcome outcome =
        run(PortalContents.large(50, 100), AssignmentOptions.DEFAULT.withMaxBytes(1));
    assertThat(outcome.splits()).isEqualTo(5000);
    assertThat(outcome.listings()).isEqualTo(50);
  }
}

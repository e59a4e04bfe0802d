// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.BlockSize;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each variant really reads everything, in a process of its own; nothing is judged here. */
class BeamTest {

  private static final Scene SCENE =
      Scene.usual(2, 300_000, Sample.CLASSES, BlockSize.fixed(100_000));

  @TempDir private Path directory;

  @BeforeAll
  static void readOnTheSameClassPath() {
    System.setProperty("directio.beam", System.getProperty("java.class.path"));
  }

  @ParameterizedTest
  @EnumSource(BeamVariant.class)
  void readsAllOfTheScene(BeamVariant variant) throws IOException {
    try (Portal portal = Portal.of(SCENE);
        Contest contest = new Contest()) {
      contest.with(variant, portal, Job.of(portal, 4, directory)).run(0, 1);
      assertThat(contest.median(0, Costs::bytes)).isEqualTo(SCENE.bytes());
      assertThat(contest.median(0, Costs::portalCalls)).isEqualTo(SCENE.files());
      assertThat(contest.median(0, Costs::exchangedBytes)).isPositive();
    }
  }
}

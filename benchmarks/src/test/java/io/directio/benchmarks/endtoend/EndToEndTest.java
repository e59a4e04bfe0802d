// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.emulator.BlockSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each variant really reads everything, in a process of its own; nothing is judged here. */
class EndToEndTest {

  private static final Scene SCENE =
      Scene.usual(2, 300_000, Sample.CLASSES, BlockSize.fixed(100_000));

  private static Portal portal;
  @TempDir private Path directory;

  @BeforeAll
  static void startPortal() throws IOException {
    portal = Portal.of(SCENE);
  }

  @AfterAll
  static void stopPortal() throws IOException {
    portal.close();
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void readsAllOfTheScene(Variant variant) throws IOException {
    try (Contest contest = new Contest()) {
      contest.with(variant, portal, Job.of(portal, 4, directory)).run(0, 1);
      assertThat(contest.median(0, Costs::bytes)).isEqualTo(SCENE.bytes());
      assertThat(contest.median(0, Costs::wallNanos)).isPositive();
      assertThat(contest.median(0, Costs::cpuNanos)).isPositive();
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("round-"))).isEmpty();
    }
  }

  @Test
  void takesAWorkerThatReadsSomethingElseForAFailure() throws IOException {
    Job usual = Job.of(portal, 4, directory);
    Job tooMuch =
        new Job(
            usual.portal(),
            usual.firstId(),
            usual.files(),
            400_000,
            usual.fetches(),
            usual.listings(),
            usual.bucket(),
            directory);
    try (Contest contest = new Contest().with(Variant.CORE_READ, portal, tooMuch)) {
      assertThatThrownBy(() -> contest.run(0, 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("CORE_READ")
          .hasMessageContaining("bytes were read instead of");
    }
  }

  @Test
  void comparesWorkersWithinEachRound() throws IOException {
    Job job = Job.of(portal, 4, directory);
    try (Contest contest = new Contest()) {
      contest.with(Variant.BARE_GET, portal, job).with(Variant.BARE_DECODE, portal, job).run(1, 3);
      assertThat(contest.ratio(round -> round.get(0).bytes() / (double) round.get(1).bytes()))
          .isEqualTo(1);
    }
  }

  @Test
  void tellsScenesToAnotherProcess() {
    for (Scene scene :
        List.of(SCENE.withLatency(30), SCENE.withPortalLatency(20), Scene.nativeObject(1L << 33))) {
      assertThat(Scene.parse(scene.toArguments().toArray(String[]::new))).isEqualTo(scene);
    }
    assertThat(Scene.nativeObject(1L << 33).blockCount()).isEqualTo(1);
    assertThat(SCENE.blockCount()).isEqualTo(6);
  }
}

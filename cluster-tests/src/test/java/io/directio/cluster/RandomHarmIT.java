// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Harm of any kind at any moment. What is done, and after how many more blocks, follows from the
 * seed; the exact moment, as with any accident, does not.
 */
@Tag("chaos")
class RandomHarmIT {

  private static final int MOST_HARMS = 4;
  private static final int MOST_GETS = 250;
  private static final Harm[] HARMS = Harm.values();

  @RegisterExtension static final FlinkClusters CLUSTERS = new FlinkClusters();

  @TempDir Path directory;

  static Stream<Arguments> rounds() {
    int rounds = Integer.getInteger("chaos.rounds", 10);
    long seed = Long.getLong("chaos.seed", 1);
    return FlinkVersion.chosen().stream()
        .flatMap(
            version ->
                Stream.iterate(seed, s -> s + 1).limit(rounds).map(s -> Arguments.of(version, s)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("rounds")
  void losesNothing(FlinkVersion version, long seed) throws Exception {
    Random random = new Random(seed);
    FlinkCluster cluster = CLUSTERS.of(version);
    List<String> done = new ArrayList<>();
    long start = System.nanoTime();
    try (Portal portal = Portal.start(Duration.ofMillis(500 + random.nextInt(1000)));
        Export export = Export.start(cluster, portal, directory)) {
      for (int left = 1 + random.nextInt(MOST_HARMS); left > 0; left--) {
        int gets = random.nextInt(MOST_GETS);
        Harm harm = HARMS[random.nextInt(HARMS.length)];
        int choice = random.nextInt();
        if (export.reaches(gets)) {
          done.add(harm + " after " + gets + " more blocks");
          harm.strike(cluster, export, choice);
        }
      }
      export.assertWhole();
      export.assertNothingTold();
    } finally {
      System.out.printf(
          "%s, seed %d, %d s: %s%n",
          version,
          seed,
          Duration.ofNanos(System.nanoTime() - start).toSeconds(),
          String.join("; ", done));
    }
  }
}

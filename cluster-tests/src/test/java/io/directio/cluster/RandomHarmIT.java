// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Harm of any kind at any moment. What is done, and after how many more blocks, follows from the
 * seed; the exact moment, as with any accident, does not.
 */
class RandomHarmIT extends ExportsUnderHarm {

  private static final int MOST_HARMS = 4;
  private static final int MOST_GETS = 250;

  /** Every so many rounds a bucket is exported to. */
  private static final int BUCKETS = 3;

  private static final Harm[] HARMS = Harm.values();

  static LongStream seeds() {
    long first = Long.getLong("chaos.seed", 1);
    return LongStream.range(first, first + Integer.getInteger("chaos.rounds", 10));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void losesNothing(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> done = new ArrayList<>();
    long start = System.nanoTime();
    try {
      survive(
          seed % BUCKETS == 0 ? Bucket::in : Folder::in,
          Duration.ofMillis(500 + random.nextInt(1000)),
          (cluster, export) -> {
            for (int left = 1 + random.nextInt(MOST_HARMS); left > 0; left--) {
              int gets = random.nextInt(MOST_GETS);
              Harm harm = HARMS[random.nextInt(HARMS.length)];
              int choice = random.nextInt();
              if (export.reaches(gets)) {
                done.add(harm + " after " + gets + " more blocks");
                harm.strike(cluster, export, choice);
              }
            }
          });
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

// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Millions of blocks in one job: what it holds doesn't grow. */
@Tag("soak")
class SoakIT {

  private static final Duration PERIOD = Duration.ofSeconds(4);
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** Of a job that has come so far, the rest is not measured: it winds down. */
  private static final double NEARLY_DONE = 0.95;

  @RegisterExtension static final FlinkClusters CLUSTERS = new FlinkClusters(ClusterMode.SPARED);

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.directio.cluster.FlinkVersion#chosen")
  void holdsNoMoreInTheEndThanInTheBeginning(FlinkVersion version) throws Exception {
    int rounds = Integer.getInteger("soak.blocks", 2_000_000) / EndlessPortal.BLOCKS_OF_A_ROUND;
    int files = rounds * EndlessPortal.ROUND;
    long blocks = (long) rounds * EndlessPortal.BLOCKS_OF_A_ROUND;
    Path ids = directory.resolve("ids.txt");
    Files.write(ids, IntStream.rangeClosed(1, files).mapToObj(Integer::toString).toList());
    Output output = new Output(directory.resolve("out"));
    FlinkCluster cluster = CLUSTERS.of(version);
    Map<Gauge, Footprints> footprints = new LinkedHashMap<>();
    try (EndlessPortal portal = EndlessPortal.start()) {
      for (ClusterProcess process : cluster.processes()) {
        footprints.put(Gauge.of(process.pid()), new Footprints(process.name()));
      }
      long start = System.nanoTime();
      String job =
          cluster.submit(
              List.of("--portal=" + portal.uri(), "--ids-file=" + ids, "--to=" + output.root()));
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(PERIOD)
          .until(
              () -> {
                String state = cluster.rest().state(job).orElse("");
                assertThat(state).isNotIn("FAILED", "FAILING", "RESTARTING");
                if (portal.gets() > 0 && portal.gets() < NEARLY_DONE * blocks) {
                  for (Map.Entry<Gauge, Footprints> entry : footprints.entrySet()) {
                    entry.getValue().add(entry.getKey().read());
                  }
                }
                return state.equals("FINISHED");
              });
      System.out.printf(
          "%s: %,d blocks of %,d files in %d s, %,d requests%n",
          version,
          blocks,
          files,
          Duration.ofNanos(System.nanoTime() - start).toSeconds(),
          portal.gets());
      footprints.values().forEach(System.out::println);
      assertThat(portal.gets()).as("each block was asked for once").isEqualTo(blocks);
      assertWhole(output, job, files, portal);
    } finally {
      for (Gauge gauge : footprints.keySet()) {
        gauge.close();
      }
    }
    footprints.values().forEach(Footprints::assertFlat);
  }

  private static void assertWhole(Output output, String job, int files, EndlessPortal portal)
      throws Exception {
    Map<Long, ManifestEntry> rows = output.rows(job);
    assertThat(rows).hasSize(files);
    for (ManifestEntry row : rows.values()) {
      assertThat(row.status()).as("%s", row).isEqualTo(Status.OK);
      byte[] bytes = Files.readAllBytes(output.root().resolve(row.path()));
      assertThat(Arrays.equals(bytes, portal.content(row.fileId()))).as("%s", row).isTrue();
    }
    assertThat(output.published()).hasSize(files);
    assertThat(output.partials()).isEmpty();
  }
}

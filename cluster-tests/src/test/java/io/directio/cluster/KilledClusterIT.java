// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same jar on either version of Flink, while processes of the cluster are killed. */
class KilledClusterIT {

  @RegisterExtension static final FlinkClusters CLUSTERS = new FlinkClusters(ClusterMode.HARMED);

  /** So slow that an export outlasts what is done to its cluster, also on a busy machine. */
  private static final Duration PATIENT = Duration.ofSeconds(3);

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.directio.cluster.FlinkVersion#chosen")
  void losesNothingAndTellsNothingWhenAWorkerAndTheManagerAreKilled(FlinkVersion version)
      throws Exception {
    FlinkCluster cluster = CLUSTERS.of(version);
    try (Portal portal = Portal.start(PATIENT);
        Target folder = Folder.in(directory);
        Export export = Export.start(cluster, portal, directory, folder)) {
      cluster.awaitBusy();
      export.await("a file is published", () -> export.published() > 0);
      Path savepoint = cluster.files().root().resolve("savepoint");
      cluster.rest().savepoint(export.job(), savepoint);
      export.await("the savepoint is written", () -> holdsMetadata(savepoint));

      Harm.A_WORKER_IS_KILLED.strike(cluster, export, 0);
      export.awaitRestored();
      export.awaitRecovery();
      export.awaitGets(30);

      Harm.THE_MANAGER_IS_KILLED.strike(cluster, export, 0);
      portal.hurry();
      export.assertWhole();
      // What is looked for would be found.
      assertThat(cluster.rest().everything(export.job()).toString()).contains("Direct IO sink");
      assertThat(export.assertNothingTold())
          .as("bytes of logs at DEBUG, savepoints, checkpoints, job graphs")
          .isGreaterThan(1 << 20);
    }
  }

  private static boolean holdsMetadata(Path savepoints) throws Exception {
    if (!Files.isDirectory(savepoints)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(savepoints, 2)) {
      return files.anyMatch(file -> file.endsWith("_metadata"));
    }
  }
}

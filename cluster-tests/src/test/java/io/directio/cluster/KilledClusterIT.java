// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same jar on either version of Flink, while processes of the cluster are killed. */
class KilledClusterIT {

  @RegisterExtension static final FlinkClusters CLUSTERS = new FlinkClusters();

  /** So slow that an export outlasts what is done to its cluster, also on a busy machine. */
  private static final Duration PATIENT = Duration.ofSeconds(3);

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.directio.cluster.FlinkVersion#chosen")
  void losesNothingAndTellsNothingWhenAWorkerAndTheManagerAreKilled(FlinkVersion version)
      throws Exception {
    FlinkCluster cluster = CLUSTERS.of(version);
    try (Portal portal = Portal.start(PATIENT);
        Export export = Export.start(cluster, portal, directory)) {
      cluster.awaitBusy();
      export.await("a file is published", () -> export.published() > 0);
      Path savepoint = cluster.files().root().resolve("savepoint");
      cluster.rest().savepoint(export.job(), savepoint);
      export.await("the savepoint is written", () -> holdsMetadata(savepoint));

      cluster.kill(cluster.workers().get(0));
      cluster.fillUp();
      export.awaitAnswer("the job is restored", () -> isRestored(cluster, export));
      export.awaitRecovery();
      export.awaitGets(30);

      cluster.killJobManager();
      cluster.startJobManager();
      portal.hurry();
      export.assertWhole();

      Canaries canaries = Canaries.of(portal);
      Map<String, String> answers = cluster.rest().everything(export.job());
      // What is looked for would be found.
      assertThat(String.join("", answers.values())).contains("Direct IO sink");
      canaries.assertAbsentFrom(answers);
      assertThat(canaries.assertAbsentBelow(cluster.files().root(), export.output().manifests()))
          .as("bytes of logs at DEBUG, savepoints, checkpoints, job graphs")
          .isGreaterThan(1 << 20);
    }
  }

  private static boolean isRestored(FlinkCluster cluster, Export export) throws Exception {
    return cluster.rest().restoredFrom(export.job()).isPresent();
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

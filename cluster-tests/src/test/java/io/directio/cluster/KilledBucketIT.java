// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Harm while a bucket of S3 is exported to. */
@Tag("chaos")
@ParameterizedClass
@MethodSource("io.directio.cluster.FlinkVersion#chosen")
class KilledBucketIT {

  @RegisterExtension static final FlinkClusters CLUSTERS = new FlinkClusters();

  @Parameter FlinkVersion version;

  @TempDir Path directory;

  /** Something to do while an export runs. */
  private interface Script {
    void play(FlinkCluster cluster, Export export) throws Exception;
  }

  private void survive(Script script) throws Exception {
    FlinkCluster cluster = CLUSTERS.of(version);
    try (Portal portal = Portal.start(Duration.ofMillis(1000));
        TestBucket bucket = TestBucket.start(directory);
        Export export = Export.start(cluster, portal, directory, bucket)) {
      script.play(cluster, export);
      export.awaitEnd();
      bucket.cleanUp();
      export.assertWhole();
      export.assertNothingTold();
    }
  }

  @Test
  void aWorkerDiesWhenAFileIsThere() throws Exception {
    survive(
        (cluster, export) -> {
          export.await("a file is published", () -> export.published() > 0);
          Harm.A_WORKER_IS_KILLED.strike(cluster, export, 0);
        });
  }

  @Test
  void allWorkersDieRightAfterACheckpoint() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(100);
          export.awaitCheckpoint();
          Harm.ALL_WORKERS_ARE_KILLED.strike(cluster, export, 0);
        });
  }

  @Test
  void theManagerDiesWhileTheJobRecoversFromTheDeathOfAWorker() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(100);
          Harm.A_WORKER_IS_KILLED.strike(cluster, export, 1);
          export.awaitRestored();
          Harm.THE_MANAGER_IS_KILLED.strike(cluster, export, 0);
        });
  }
}

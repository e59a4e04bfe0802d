// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import org.junit.jupiter.api.Test;

/** The JobManager is killed, alone or together with TaskManagers. */
class KilledManagerIT extends ExportsUnderHarm {

  @Test
  void theManagerDiesWhileTheJobRecoversFromTheDeathOfAWorker() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(100);
          export.awaitCheckpoint();
          Harm.A_WORKER_IS_KILLED.strike(cluster, export, 0);
          export.awaitRestored();
          Harm.THE_MANAGER_IS_KILLED.strike(cluster, export, 0);
        });
  }

  @Test
  void theManagerDiesBetweenCheckpointAndCommit() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(100);
          export.awaitCheckpoint();
          Harm.THE_MANAGER_IS_KILLED.strike(cluster, export, 0);
        });
  }

  @Test
  void everythingDiesAtOnce() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(300);
          cluster.killJobManager();
          cluster.killWorkers();
          cluster.startJobManager();
          cluster.fillUp();
        });
  }
}

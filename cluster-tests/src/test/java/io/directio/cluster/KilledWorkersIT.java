// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** TaskManagers are killed at those moments of an export at which it could do most. */
class KilledWorkersIT extends ExportsUnderHarm {

  private static final int TRIES = 5;

  @Test
  void aWorkerDiesBeforeTheFirstWrite() throws Exception {
    survive(
        (cluster, export) -> {
          export.await("a block has been asked for", () -> export.portal().gets() > 0);
          cluster.kill(cluster.workers().get(0));
          assertThat(export.output().published()).isEmpty();
          cluster.fillUp();
        });
  }

  @Test
  void aWorkerDiesAfterTheFirstWrite() throws Exception {
    survive(
        (cluster, export) -> {
          export.await("something is written", () -> !export.output().partials().isEmpty());
          Harm.A_WORKER_IS_KILLED.strike(cluster, export, 0);
        });
  }

  @Test
  void allWorkersDieBetweenCheckpointAndCommit() throws Exception {
    survive(
        (cluster, export) -> {
          long checkpoint = holdCheckpoint(cluster, export);
          cluster.killWorkers();
          assertThat(export.output().isCommitted(export.job(), checkpoint)).isFalse();
          cluster.thawZooKeeper();
          cluster.fillUp();
          export.awaitAnswer("the job is restored", () -> export.restoredFrom() >= checkpoint);
          // What the checkpoint promised is done by those who came after.
          export.await(
              "its files are published",
              () -> export.output().isCommitted(export.job(), checkpoint));
        });
  }

  /** Waits for a checkpoint with files to publish, and keeps everybody from learning of it. */
  private static long holdCheckpoint(FlinkCluster cluster, Export export) throws Exception {
    while (true) {
      long checkpoint = export.awaitTrigger();
      cluster.freezeZooKeeper();
      if (!export.isWritten(checkpoint)) {
        export.await("the checkpoint is written", () -> export.isWritten(checkpoint));
        if (export.hasFilesToPublish(checkpoint)) {
          return checkpoint;
        }
      }
      // Nothing is lost by that: there is another one soon.
      cluster.thawZooKeeper();
    }
  }

  @Test
  void allWorkersDieBetweenPublicationAndManifest() throws Exception {
    survive(
        (cluster, export) -> {
          boolean hit = false;
          for (int i = 0; i < TRIES && !hit; i++) {
            int before = export.output().published().size();
            export.await("a file appears", () -> export.output().published().size() > before);
            cluster.killWorkers();
            List<String> recorded = export.output().recorded(export.job());
            hit = !recorded.containsAll(export.output().published());
            cluster.fillUp();
            export.awaitRestored();
            export.awaitRecovery();
          }
          assertThat(hit).as("a file had no row yet when all died").isTrue();
        });
  }

  @Test
  void aWorkerDiesWhileTheJobRecoversFromTheDeathOfAnother() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(100);
          export.awaitCheckpoint();
          Harm.A_WORKER_IS_KILLED.strike(cluster, export, 0);
          export.awaitRestored();
          export.awaitAnswer("tasks are deployed", () -> isDeployed(cluster, export));
          Harm.A_WORKER_IS_KILLED.strike(cluster, export, 0);
        });
  }

  private static boolean isDeployed(FlinkCluster cluster, Export export) throws Exception {
    return cluster.rest().tasks(export.job()).entrySet().stream()
        .filter(tasks -> tasks.getKey().matches("DEPLOYING|INITIALIZING|RUNNING"))
        .anyMatch(tasks -> tasks.getValue() > 0);
  }
}

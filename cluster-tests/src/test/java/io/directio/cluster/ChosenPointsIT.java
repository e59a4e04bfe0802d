// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Harm at those moments of an export at which it could do most. */
@Tag("chaos")
@ParameterizedClass
@MethodSource("io.directio.cluster.FlinkVersion#chosen")
class ChosenPointsIT {

  private static final Duration LATENCY = Duration.ofMillis(1000);
  private static final int TRIES = 5;

  @RegisterExtension static final FlinkClusters CLUSTERS = new FlinkClusters();

  @Parameter FlinkVersion version;

  @TempDir Path directory;

  /** Something to do while an export runs. */
  private interface Script {
    void play(FlinkCluster cluster, Export export) throws Exception;
  }

  /** Runs an export, which must come to a good end whatever the script does. */
  private void survive(Script script) throws Exception {
    FlinkCluster cluster = CLUSTERS.of(version);
    try (Portal portal = Portal.start(LATENCY);
        Export export = Export.start(cluster, portal, directory)) {
      script.play(cluster, export);
      export.assertWhole();
      export.assertNothingTold();
    }
  }

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
          boolean hit = false;
          for (int i = 0; i < TRIES && !hit; i++) {
            export.await("something is to be committed", () -> export.portal().gets() > 100);
            long checkpoint = export.awaitCheckpoint();
            cluster.killWorkers();
            boolean committed = export.output().isCommitted(export.job(), checkpoint);
            cluster.fillUp();
            export.awaitAnswer(
                "the job is restored", () -> export.restoredFrom() >= Math.max(1, checkpoint - 1));
            export.awaitCheckpoint();
            // What the checkpoint promised is done by those who came after.
            hit = !committed && export.output().isCommitted(export.job(), checkpoint);
          }
          assertThat(hit).as("a checkpoint had not been committed when all died").isTrue();
        });
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

  @Test
  void aLostWorkerComesBackAndWritesOn() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(100);
          Harm.A_WORKER_IS_LOST_AND_COMES_BACK.strike(cluster, export, 0);
          export.awaitGets(50);
          // The other one has the committer, or had it.
          Harm.A_WORKER_IS_LOST_AND_COMES_BACK.strike(cluster, export, 0);
        });
  }

  @Test
  void theStorageIsDownForAMoment() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(100);
          Harm.THE_STORAGE_IS_DOWN_FOR_A_MOMENT.strike(cluster, export, 0);
        });
  }

  @Test
  void thePortalIsDownForAMoment() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(30);
          Harm.THE_PORTAL_IS_DOWN_FOR_A_MOMENT.strike(cluster, export, 0);
        });
  }

  @Test
  void anotherRunDoesWhatAnOutageHasPrevented() throws Exception {
    FlinkCluster cluster = CLUSTERS.of(version);
    try (Portal portal = Portal.start(LATENCY);
        Export first = Export.start(cluster, portal, directory)) {
      first.await("a file is published", () -> first.published() > 0);
      portal.emulator().stopStorage();
      first.awaitEnd();
      assertThat(first.output().rows(first.job()).values())
          .hasSize(portal.files().size())
          .extracting(ManifestEntry::status)
          .contains(Status.OK, Status.FAILED);
      portal.emulator().startStorage();
      try (Export second = Export.start(cluster, portal, directory)) {
        second.assertWhole();
      }
      // Neither run touched what was published.
      assertThat(first.violations()).isEmpty();
    }
  }

  @Test
  void anotherRunGoesOnAfterACancelledOne() throws Exception {
    FlinkCluster cluster = CLUSTERS.of(version);
    try (Portal portal = Portal.start(LATENCY);
        Export first = Export.start(cluster, portal, directory)) {
      first.await("a file is published", () -> first.published() > 0);
      first.awaitGets(100);
      cluster.rest().cancel(first.job());
      first.awaitAnswer(
          "the job is cancelled",
          () -> cluster.rest().state(first.job()).orElse("").equals("CANCELED"));
      try (Export second = Export.start(cluster, portal, directory)) {
        second.assertWhole();
      }
      assertThat(first.violations()).isEmpty();
    }
  }

  private static boolean isDeployed(FlinkCluster cluster, Export export) throws Exception {
    return cluster.rest().tasks(export.job()).entrySet().stream()
        .filter(tasks -> tasks.getKey().matches("DEPLOYING|INITIALIZING|RUNNING"))
        .anyMatch(tasks -> tasks.getValue() > 0);
  }
}

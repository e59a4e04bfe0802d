// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Harm while a portal is followed, and files are changed, renamed and deleted there. */
class FollowedChangesIT extends ExportsUnderHarm {

  /** Of each block: so that changes are under way for a while. */
  private static final Duration SHORT = Duration.ofMillis(200);

  /** Mirrors a portal, which must come out the same whatever the script does. */
  private void follow(Target.Kind kind, Script<Mirror> script) throws Exception {
    FlinkCluster cluster = CLUSTERS.of(version);
    try (Portal portal = Portal.start(SHORT);
        Target target = kind.in(directory);
        Mirror mirror = Mirror.start(cluster, portal, target)) {
      script.play(cluster, mirror);
      portal.hurry();
      mirror.assertWhole();
    }
  }

  @Test
  void theManagerDiesAgainAndAgain() throws Exception {
    follow(
        Folder::in,
        (cluster, mirror) -> {
          mirror.change(1);
          cluster.killJobManager();
          mirror.change(2); // While nobody listens.
          cluster.startJobManager();
          mirror.awaitRemoval();
          Harm.THE_MANAGER_IS_KILLED.strike(cluster, mirror, 0);
          mirror.awaitMirrored();
          mirror.change(3);
          mirror.awaitCheckpoint();
          Harm.THE_MANAGER_IS_KILLED.strike(cluster, mirror, 0);
        });
  }

  @Test
  void aWorkerAndThenTheManagerDie() throws Exception {
    follow(
        Folder::in,
        (cluster, mirror) -> {
          mirror.change(1);
          mirror.awaitGets(20);
          Harm.A_WORKER_IS_KILLED.strike(cluster, mirror, 0);
          mirror.change(2);
          mirror.awaitRestored();
          Harm.THE_MANAGER_IS_KILLED.strike(cluster, mirror, 0);
          mirror.change(3);
        });
  }

  @Test
  void allWorkersDieWhileFilesAreRemoved() throws Exception {
    follow(
        Folder::in,
        (cluster, mirror) -> {
          mirror.change(1);
          mirror.awaitRemoval();
          Harm.ALL_WORKERS_ARE_KILLED.strike(cluster, mirror, 0);
          mirror.change(2);
        });
  }

  @Test
  void theManagerDiesWhileABucketIsKeptTheSame() throws Exception {
    follow(
        Bucket::in,
        (cluster, mirror) -> {
          mirror.change(1);
          mirror.awaitRemoval();
          Harm.THE_MANAGER_IS_KILLED.strike(cluster, mirror, 0);
          mirror.change(2);
        });
  }

  @Test
  void thePortalIsDownForAMoment() throws Exception {
    follow(
        Folder::in,
        (cluster, mirror) -> {
          mirror.change(1);
          Harm.THE_PORTAL_IS_DOWN_FOR_A_MOMENT.strike(cluster, mirror, 0);
          mirror.change(2);
        });
  }
}

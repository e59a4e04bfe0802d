// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.util.List;

/** What can happen to a cluster, and to what it reads from, at any moment. */
enum Harm {
  A_WORKER_IS_KILLED {
    @Override
    void strike(FlinkCluster cluster, ClusterJob job, int choice) throws Exception {
      cluster.kill(any(cluster, choice));
      cluster.fillUp();
    }
  },
  ALL_WORKERS_ARE_KILLED {
    @Override
    void strike(FlinkCluster cluster, ClusterJob job, int choice) throws Exception {
      cluster.killWorkers();
      cluster.fillUp();
    }
  },
  THE_MANAGER_IS_KILLED {
    @Override
    void strike(FlinkCluster cluster, ClusterJob job, int choice) throws Exception {
      cluster.killJobManager();
      cluster.startJobManager();
    }
  },
  A_WORKER_AND_THE_MANAGER_ARE_KILLED {
    @Override
    void strike(FlinkCluster cluster, ClusterJob job, int choice) throws Exception {
      cluster.kill(any(cluster, choice));
      cluster.killJobManager();
      cluster.startJobManager();
      cluster.fillUp();
    }
  },
  /** It is replaced, and then goes on writing as if it were not. */
  A_WORKER_IS_LOST_AND_COMES_BACK {
    @Override
    void strike(FlinkCluster cluster, ClusterJob job, int choice) throws Exception {
      ClusterProcess worker = any(cluster, choice);
      cluster.lose(worker);
      cluster.fillUp();
      job.awaitLoss(worker);
      worker.thaw();
    }
  },
  THE_STORAGE_IS_DOWN_FOR_A_MOMENT {
    @Override
    void strike(FlinkCluster cluster, ClusterJob job, int choice) {
      job.portal().interruptStorage();
    }
  },
  THE_PORTAL_IS_DOWN_FOR_A_MOMENT {
    @Override
    void strike(FlinkCluster cluster, ClusterJob job, int choice) {
      job.portal().interruptPortal();
    }
  },
  /** If there is one: a directory is always there. */
  THE_BUCKET_IS_DOWN_FOR_A_MOMENT {
    @Override
    void strike(FlinkCluster cluster, ClusterJob job, int choice) {
      job.target().interrupt();
    }
  };

  /**
   * Does it, and replaces what was killed without waiting for that.
   *
   * @param choice decides on the worker, where there are several
   */
  abstract void strike(FlinkCluster cluster, ClusterJob job, int choice) throws Exception;

  private static ClusterProcess any(FlinkCluster cluster, int choice) {
    List<ClusterProcess> workers = cluster.workers();
    return workers.get(Math.floorMod(choice, workers.size()));
  }
}

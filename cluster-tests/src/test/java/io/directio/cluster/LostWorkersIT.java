// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import org.junit.jupiter.api.Test;

/** TaskManagers are cut off, replaced, and come back as if nothing had happened. */
class LostWorkersIT extends ExportsUnderHarm {

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
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import org.junit.jupiter.api.Test;

/** Harm while a bucket of S3 is exported to: processes are killed, the bucket goes away. */
class BucketIT extends ExportsUnderHarm {

  @Override
  void survive(Script<Export> script) throws Exception {
    survive(Bucket::in, LATENCY, script);
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

  @Test
  void theBucketIsDownForAMoment() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(100);
          Harm.THE_BUCKET_IS_DOWN_FOR_A_MOMENT.strike(cluster, export, 0);
        });
  }

  @Test
  void theBucketIsDownUntilTheJobIsRestarted() throws Exception {
    survive(
        (cluster, export) -> {
          export.await("a file is published", () -> export.published() > 0);
          export.awaitCheckpoint();
          Bucket bucket = (Bucket) export.target();
          bucket.server().stop();
          export.awaitRestored();
          bucket.server().startAgain();
        });
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.s3.S3Call;
import io.directio.emulator.s3.S3Server;
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
  void allWorkersDieBetweenCheckpointAndCommit() throws Exception {
    survive(
        (cluster, export) -> {
          S3Server server = ((Bucket) export.target()).server();
          // By these two calls objects get their names.
          server.faults().on(S3Call.COPY).fails(503, "SlowDown");
          server.faults().on(S3Call.COMPLETE_UPLOAD).fails(503, "SlowDown");
          export.await(
              "a commit has begun",
              () -> server.calls(S3Call.COPY) + server.calls(S3Call.COMPLETE_UPLOAD) > 0);
          cluster.killWorkers();
          long checkpoint = export.lastCheckpoint().orElseThrow();
          assertThat(export.output().isCommitted(export.job(), checkpoint)).isFalse();
          server.faults().clear();
          cluster.fillUp();
          export.awaitAnswer("the job is restored", () -> export.restoredFrom() >= checkpoint);
          // What the checkpoint promised is done by those who came after.
          export.await(
              "its files are published",
              () -> export.output().isCommitted(export.job(), checkpoint));
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

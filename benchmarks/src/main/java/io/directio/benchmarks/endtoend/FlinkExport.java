// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.ManifestEntry;
import io.directio.assemble.ManifestReader;
import io.directio.flink.DirectIOExport;
import io.directio.flink.source.FileSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStatsSummarySnapshot;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * An export with Flink: a job for each round, on a cluster inside of the process with as many slots
 * as there are cores, and the settings of {@code directio export}.
 */
final class FlinkExport implements Work {

  private final Job job;
  private final Configuration configuration;
  private final MiniCluster cluster;
  private final Output output;

  FlinkExport(Job job, Output output) throws IOException {
    this.job = job;
    this.output = output;
    int slots = Runtime.getRuntime().availableProcessors();
    this.configuration =
        Configuration.fromMap(
            Map.of(
                "parallelism.default",
                Integer.toString(slots),
                "execution.checkpointing.interval",
                "2 s",
                // A round that met with a failure is not to be measured.
                "restart-strategy.type",
                "none",
                "rest.bind-address",
                "localhost",
                "rest.bind-port",
                "0",
                "io.tmp.dirs",
                job.directory().toString()));
    this.cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    try {
      cluster.start();
    } catch (Exception e) {
      throw new IOException("Flink could not be started", e);
    }
  }

  @Override
  public void prepare() throws IOException {
    output.prepare();
  }

  @Override
  public Round read() throws Exception {
    DirectIOExport export =
        output.addTo(
            DirectIOExport.from(CoreRead.options(job)).files(FileSelection.files(job.refs())));
    StreamExecutionEnvironment environment =
        new StreamExecutionEnvironment(new Configuration(configuration));
    export.addTo(environment);
    long submitted = System.currentTimeMillis();
    JobID id = cluster.submitJob(environment.getStreamGraph().getJobGraph()).get().getJobID();
    JobResult result = cluster.requestJobResult(id).get();
    if (!result.isSuccess()) {
      throw new IOException(
          "The job failed",
          result
              .getSerializedThrowable()
              .map(failure -> failure.deserializeError(FlinkExport.class.getClassLoader()))
              .orElse(null));
    }
    return new Round(
        published(output.manifestOf(export, id)),
        TimeUnit.MILLISECONDS.toNanos(Math.max(0, firstRunning(id) - submitted)),
        checkpoints(id));
  }

  private Checkpoints checkpoints(JobID id) throws ExecutionException, InterruptedException {
    CheckpointStatsSnapshot statistics =
        cluster.getExecutionGraph(id).get().getCheckpointStatsSnapshot();
    CompletedCheckpointStatsSummarySnapshot summary = statistics.getSummaryStats();
    return new Checkpoints(
        statistics.getCounts().getNumberOfCompletedCheckpoints(),
        summary.getEndToEndDurationStats().getMaximum(),
        summary.getStateSizeStats().getMaximum());
  }

  /** When the first reader was running, in milliseconds since the epoch. */
  private long firstRunning(JobID id) throws ExecutionException, InterruptedException {
    long first = Long.MAX_VALUE;
    var source = cluster.getExecutionGraph(id).get().getVerticesTopologically().iterator().next();
    for (AccessExecutionVertex reader : source.getTaskVertices()) {
      first = Math.min(first, reader.getStateTimestamp(ExecutionState.RUNNING));
    }
    return first;
  }

  private static long published(Path manifest) throws IOException {
    long bytes = 0;
    try (ManifestReader reader = ManifestReader.open(manifest)) {
      for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
        if (row.get().status() != ManifestEntry.Status.OK) {
          throw new IOException("A file was not exported: " + row.get());
        }
        bytes += row.get().size();
      }
    }
    return bytes;
  }

  @Override
  public void tidy() throws IOException {
    output.tidy();
  }

  @Override
  public void close() {
    // It ends with the process.
    cluster.closeAsync();
  }
}

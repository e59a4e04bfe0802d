// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStatsSummarySnapshot;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A cluster inside of the process, with as many slots as there are cores, and the settings of
 * {@code directio export}. Jobs reach it as they reach any other, over its REST port. Names nothing
 * of Flink that is not the same in Flink 1.19, on which Beam runs.
 */
final class FlinkCluster implements AutoCloseable {

  private final MiniCluster cluster;
  private final URI address;

  /**
   * What is known of a job that has succeeded.
   *
   * @param id of the job
   * @param startUp until its first task ran
   * @param checkpoints its checkpoints
   * @param exchangedBytes what its tasks passed to each other, other than by a call within a task
   */
  record Finished(
      JobID id, Work.StartUp startUp, Work.Checkpoints checkpoints, long exchangedBytes) {

    /** The round that the job was. */
    Work.Round round(long bytes) {
      return new Work.Round(bytes, startUp, checkpoints, exchangedBytes);
    }
  }

  private FlinkCluster(MiniCluster cluster, URI address) {
    this.cluster = cluster;
    this.address = address;
  }

  /**
   * Starts one.
   *
   * @param directory for its temporary files
   */
  static FlinkCluster start(Path directory) throws IOException {
    int slots = Runtime.getRuntime().availableProcessors();
    Configuration configuration =
        Configuration.fromMap(
            Map.of(
                // A round that met with a failure is not to be measured.
                "restart-strategy.type",
                "none",
                "rest.bind-address",
                "localhost",
                "rest.bind-port",
                "0",
                "io.tmp.dirs",
                directory.toString()));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    try {
      cluster.start();
      return new FlinkCluster(cluster, cluster.getRestAddress().get());
    } catch (Exception e) {
      throw new IOException("Flink could not be started", e);
    }
  }

  /** Where it takes jobs. */
  URI address() {
    return address;
  }

  /** What a job is described with. */
  StreamExecutionEnvironment environment() {
    return new StreamExecutionEnvironment(
        Configuration.fromMap(
            Map.of(
                "execution.target",
                "remote",
                "rest.address",
                address.getHost(),
                "rest.port",
                Integer.toString(address.getPort()),
                "parallelism.default",
                Integer.toString(Runtime.getRuntime().availableProcessors()),
                "execution.checkpointing.interval",
                "2 s")));
  }

  /** Runs what an environment describes, see {@link Submission#finish}. */
  Finished run(StreamExecutionEnvironment environment) throws Exception {
    Submission submission = new Submission();
    return submission.finish(environment.executeAsync().getJobID());
  }

  /** The job that was submitted last. */
  JobID newestJob() throws ExecutionException, InterruptedException {
    return cluster.listJobs().get().stream()
        .max(Comparator.comparingLong(JobStatusMessage::getStartTime))
        .orElseThrow()
        .getJobId();
  }

  /** A job that is about to be submitted. */
  final class Submission {
    private final long millis = System.currentTimeMillis();
    private final long cpuNanos = Worker.cpuNanos();

    /**
     * Waits for the end of the job, which has just been submitted.
     *
     * @throws IOException if it fails
     */
    Finished finish(JobID id) throws IOException, ExecutionException, InterruptedException {
      long startUpCpuNanos = Worker.cpuNanos() - cpuNanos;
      JobResult result = cluster.requestJobResult(id).get();
      if (!result.isSuccess()) {
        throw new IOException("The job failed", cause(result));
      }
      AccessExecutionGraph graph = cluster.getExecutionGraph(id).get();
      long startUpMillis = Math.max(0, firstRunning(graph) - millis);
      return new Finished(
          id,
          new Work.StartUp(TimeUnit.MILLISECONDS.toNanos(startUpMillis), startUpCpuNanos),
          checkpoints(graph),
          exchanged(graph));
    }
  }

  private static Throwable cause(JobResult result) {
    return result
        .getSerializedThrowable()
        .map(failure -> failure.deserializeError(FlinkCluster.class.getClassLoader()))
        .orElse(null);
  }

  /** None of a batch. */
  private static Work.Checkpoints checkpoints(AccessExecutionGraph graph) {
    CheckpointStatsSnapshot statistics = graph.getCheckpointStatsSnapshot();
    if (statistics == null) {
      return Work.Checkpoints.NONE;
    }
    CompletedCheckpointStatsSummarySnapshot summary = statistics.getSummaryStats();
    return new Work.Checkpoints(
        statistics.getCounts().getNumberOfCompletedCheckpoints(),
        summary.getEndToEndDurationStats().getMaximum(),
        summary.getStateSizeStats().getMaximum());
  }

  /** When the first task was running, in milliseconds since the epoch. */
  private static long firstRunning(AccessExecutionGraph graph) {
    long first = Long.MAX_VALUE;
    for (AccessExecutionVertex task : graph.getAllExecutionVertices()) {
      long running = task.getStateTimestamp(ExecutionState.RUNNING);
      if (running > 0) {
        first = Math.min(first, running);
      }
    }
    return first;
  }

  private static long exchanged(AccessExecutionGraph graph) {
    long bytes = 0;
    for (AccessExecutionVertex task : graph.getAllExecutionVertices()) {
      bytes += task.getCurrentExecutionAttempt().getIOMetrics().getNumBytesOut();
    }
    return bytes;
  }

  /** It ends with the process. */
  @Override
  public void close() {
    cluster.closeAsync();
  }
}

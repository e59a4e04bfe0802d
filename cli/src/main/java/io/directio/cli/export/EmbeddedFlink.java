// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;

/**
 * A Flink cluster of one TaskManager inside of this process. Its ports are bound to this machine
 * only, and take no jobs from outside.
 *
 * <p><b>Threading.</b> {@link #run} blocks one thread; {@link #cancel} may come from any other.
 */
public final class EmbeddedFlink implements AutoCloseable {

  private static final long ANSWER_SECONDS = 2;
  private static final long CANCEL_SECONDS = 15;
  private static final long CLOSE_SECONDS = 30;

  /** Whoever waits for the end wants to know soon that it will not come. */
  private static final Map<String, String> RESOLUTE =
      Map.of(
          "restart-strategy.type", "fixed-delay",
          "restart-strategy.fixed-delay.attempts", "3",
          "restart-strategy.fixed-delay.delay", "1 s");

  /** An outage of the portal ends, some day. */
  private static final Map<String, String> PATIENT =
      Map.of(
          "restart-strategy.type", "exponential-delay",
          "restart-strategy.exponential-delay.initial-backoff", "1 s",
          "restart-strategy.exponential-delay.max-backoff", "1 min");

  private final MiniCluster cluster;
  private final Configuration configuration;
  private JobID job;
  private boolean cancelled;

  private EmbeddedFlink(MiniCluster cluster, Configuration configuration) {
    this.cluster = cluster;
    this.configuration = configuration;
  }

  /**
   * Starts the cluster.
   *
   * @param parallelism number of its slots, and of the parallel instances of each job
   * @param web whether its web pages are meant to be looked at, so that they get their usual port
   *     if it is free
   * @param endless whether jobs have no end, so that they are restarted however often they fail
   * @param settings Flink's own settings by their names; they win over ours
   * @throws IOException if it could not be started
   */
  public static EmbeddedFlink start(
      int parallelism, boolean web, boolean endless, Map<String, String> settings)
      throws IOException {
    Configuration configuration = Configuration.fromMap(defaults(parallelism, web));
    (endless ? PATIENT : RESOLUTE).forEach(configuration::setString);
    settings.forEach(configuration::setString);
    try {
      // Reads all settings once: what is wrong with them shows now.
      new StreamExecutionEnvironment(configuration);
      MiniCluster cluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(configuration)
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(parallelism)
                  .build());
      cluster.start();
      return new EmbeddedFlink(cluster, configuration);
    } catch (IllegalArgumentException e) {
      throw new IOException("A setting of Flink can't be used: " + e.getMessage(), e);
    } catch (Exception e) {
      throw new IOException("Flink could not be started: " + reason(e), e);
    }
  }

  private static Map<String, String> defaults(int parallelism, boolean web) {
    return Map.ofEntries(
        Map.entry("parallelism.default", Integer.toString(parallelism)),
        Map.entry("execution.checkpointing.interval", "2 s"),
        Map.entry("rest.address", "localhost"),
        Map.entry("rest.bind-address", "localhost"),
        Map.entry("rest.bind-port", web ? "8081-8181,0" : "0"),
        Map.entry("web.submit.enable", "false"),
        Map.entry("web.cancel.enable", "false"),
        // Progress travels with the heartbeats.
        Map.entry("heartbeat.interval", "500 ms"));
  }

  /** Where Flink's web pages are. */
  public URI webAddress() throws IOException, InterruptedException {
    try {
      return cluster.getRestAddress().get();
    } catch (ExecutionException e) {
      throw new IOException("Flink's web address is not known: " + reason(e.getCause()), e);
    }
  }

  /** An environment to describe a job in, for {@link #run}. */
  public StreamExecutionEnvironment environment() {
    return new StreamExecutionEnvironment(new Configuration(configuration));
  }

  /**
   * Runs a job to its end.
   *
   * @throws InterruptedException if it was cancelled
   * @throws IOException if it failed; the {@link io.directio.DirectIOException} that made it fail,
   *     if there was one
   */
  public void run(StreamExecutionEnvironment environment) throws IOException, InterruptedException {
    JobResult result;
    try {
      JobID submitted = submit(environment);
      result = submitted == null ? null : cluster.requestJobResult(submitted).get();
    } catch (ExecutionException e) {
      throw JobFailure.of(e.getCause());
    }
    if (result == null || result.getJobStatus().orElse(null) == JobStatus.CANCELED) {
      throw new InterruptedException("The job was cancelled");
    }
    if (!result.isSuccess()) {
      throw JobFailure.of(
          result
              .getSerializedThrowable()
              .map(t -> t.deserializeError(EmbeddedFlink.class.getClassLoader()))
              .orElse(null));
    }
  }

  private synchronized JobID submit(StreamExecutionEnvironment environment)
      throws ExecutionException, InterruptedException {
    if (cancelled) {
      return null;
    }
    job = cluster.submitJob(environment.getStreamGraph().getJobGraph()).get().getJobID();
    return job;
  }

  /**
   * Counters of the running job, by the names of their accumulators; empty while there is none, and
   * when it has ended.
   */
  public Map<String, Long> counters() {
    JobID running;
    synchronized (this) {
      running = job;
    }
    if (running == null) {
      return Map.of();
    }
    Map<String, Long> counters = new HashMap<>();
    try {
      cluster
          .getExecutionGraph(running)
          .get(ANSWER_SECONDS, TimeUnit.SECONDS)
          .getAccumulatorsSerialized()
          .forEach((name, value) -> counter(value).ifPresent(n -> counters.put(name, n)));
    } catch (ExecutionException | TimeoutException e) {
      // The cluster is busy, or about to end: there is nothing new to tell.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return counters;
  }

  private static Optional<Long> counter(SerializedValue<OptionalFailure<Object>> value) {
    try {
      Object result = value.deserializeValue(EmbeddedFlink.class.getClassLoader()).getUnchecked();
      return result instanceof Long number ? Optional.of(number) : Optional.empty();
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Cancels the job, if there is one, and any that would come. */
  public synchronized void cancel() {
    cancelled = true;
    if (job == null) {
      return;
    }
    try {
      cluster.cancelJob(job).get(CANCEL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // It has just ended, or it will when the cluster is closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      cluster.closeAsync().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The process ends soon, and with it the cluster.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A job of the job jar that takes files from a portal to a target, and the moments of its life that
 * can be waited for.
 *
 * <p><b>Threading.</b> Belongs to the thread of its test.
 */
abstract class ClusterJob implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration LOOK = Duration.ofMillis(2);
  private static final Duration ASK = Duration.ofMillis(50);

  private final FlinkCluster cluster;
  private final Portal portal;
  private final Target target;
  private final String job;

  ClusterJob(FlinkCluster cluster, Portal portal, Target target, String job) {
    this.cluster = cluster;
    this.portal = portal;
    this.target = target;
    this.job = job;
  }

  /** Whether it has come to its end, if it has one. */
  abstract boolean hasEnded();

  /** Its id. */
  String job() {
    return job;
  }

  FlinkCluster cluster() {
    return cluster;
  }

  Portal portal() {
    return portal;
  }

  Target target() {
    return target;
  }

  Output output() {
    return target.output();
  }

  /** Waits for a moment that files or counters tell. The job must not have ended before. */
  void await(String moment, Callable<Boolean> condition) {
    await(moment, LOOK, condition);
  }

  /** Waits for a moment that the cluster has to be asked for. */
  void awaitAnswer(String moment, Callable<Boolean> condition) {
    await(moment, ASK, condition);
  }

  private void await(String moment, Duration poll, Callable<Boolean> condition) {
    boolean[] met = new boolean[1];
    Awaitility.await(moment)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(poll)
        .until(() -> (met[0] = condition.call()) || hasEnded());
    assertThat(met[0]).as("%s, before the job ends", moment).isTrue();
  }

  /** Waits until so many more blocks have been asked for. */
  void awaitGets(long more) {
    long then = portal.gets() + more;
    await(more + " more blocks", () -> portal.gets() >= then);
  }

  /** Waits until so many more blocks have been asked for; false if the job ends before. */
  boolean reaches(long more) {
    long then = portal.gets() + more;
    Awaitility.await(more + " more blocks")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> portal.gets() >= then || hasEnded());
    return !hasEnded();
  }

  /** Waits until the cluster has noticed that a TaskManager is lost, or the job has ended. */
  void awaitLoss(ClusterProcess worker) {
    Awaitility.await("the loss of " + worker)
        .atMost(PATIENCE)
        .pollInterval(ASK)
        .until(
            () -> {
              Map<String, Integer> known = cluster.rest().freeSlots();
              return hasEnded() || (!known.isEmpty() && !known.containsKey(worker.name()));
            });
  }

  /** Waits for the next checkpoint that is complete, and gives its number. */
  long awaitCheckpoint() throws IOException {
    long last = lastCheckpoint().orElse(0);
    await("a checkpoint", () -> lastCheckpoint().orElse(0) > last);
    return lastCheckpoint().orElseThrow();
  }

  /** The checkpoint that the job was restored from last; 0 if it never was. */
  long restoredFrom() throws InterruptedException {
    return cluster.rest().restoredFrom(job).orElse(0);
  }

  /** Waits until the job has been restored at least once; its tasks need not run yet. */
  void awaitRestored() {
    awaitAnswer("the job is restored", () -> restoredFrom() > 0);
  }

  /** Waits until the tasks of a job that was restored run. */
  void awaitRecovery() {
    awaitAnswer(
        "all tasks are running",
        () -> {
          Map<String, Integer> tasks = cluster.rest().tasks(job);
          return !tasks.isEmpty()
              && tasks.entrySet().stream()
                  .allMatch(t -> t.getValue() == 0 || t.getKey().matches("RUNNING|FINISHED"));
        });
  }

  /** The newest checkpoint of which the metadata is there. */
  OptionalLong lastCheckpoint() throws IOException {
    Path checkpoints = cluster.files().checkpoints().resolve(job);
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("chk-"))
          .filter(file -> Files.exists(file.resolve("_metadata")))
          .mapToLong(file -> Long.parseLong(file.getFileName().toString().substring(4)))
          .max();
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  /** Cancels it, and waits until that is done. */
  void cancel() throws IOException, InterruptedException {
    cluster.rest().cancel(job);
    awaitAnswer(
        "the job is cancelled", () -> cluster.rest().state(job).orElse("").equals("CANCELED"));
  }

  /**
   * Nothing secret may be in what the cluster has logged, stored or answers; gives the number of
   * bytes in files that were looked through.
   */
  long assertNothingTold() throws IOException, InterruptedException {
    Canaries canaries = Canaries.of(portal);
    canaries.assertAbsentFrom(cluster.rest().everything(job));
    return canaries.assertAbsentBelow(cluster.files().root(), target.output().manifests());
  }

  @Override
  public abstract void close();
}

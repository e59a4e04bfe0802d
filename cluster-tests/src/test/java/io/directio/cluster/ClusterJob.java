// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
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

  /** Of the directories of checkpoints. */
  private static final String PREFIX = "chk-";

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
    return newest(this::isWritten);
  }

  /** Waits until a checkpoint is under way that has not been written yet, and gives its number. */
  long awaitTrigger() throws IOException {
    await(
        "a checkpoint is triggered",
        () -> newest(checkpoint -> true).orElse(0) > lastCheckpoint().orElse(0));
    return newest(checkpoint -> true).orElseThrow();
  }

  /** Whether the metadata of a checkpoint is there, which is the last of it that is written. */
  boolean isWritten(long checkpoint) {
    return Files.exists(files(checkpoint).resolve("_metadata"));
  }

  /**
   * Whether there are files to be published once a checkpoint is complete. The batches in its state
   * begin with their job, the checkpoint, their number, and how many files they have.
   */
  boolean hasFilesToPublish(long checkpoint) throws IOException {
    String number =
        new String(ByteBuffer.allocate(Long.BYTES).putLong(checkpoint).array(), ISO_8859_1);
    Pattern batch = Pattern.compile(Pattern.quote(job + number) + "\\x00{7}[^\\x00]");
    try (Stream<Path> parts = Files.list(files(checkpoint))) {
      for (Path part : parts.toList()) {
        if (batch.matcher(Files.readString(part, ISO_8859_1)).find()) {
          return true;
        }
      }
    }
    return false;
  }

  private Path files(long checkpoint) {
    return cluster.files().checkpoints().resolve(job).resolve(PREFIX + checkpoint);
  }

  private OptionalLong newest(LongPredicate wanted) throws IOException {
    try (Stream<Path> files = Files.list(cluster.files().checkpoints().resolve(job))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(PREFIX))
          .mapToLong(name -> Long.parseLong(name.substring(PREFIX.length())))
          .filter(wanted)
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

// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A job of the job jar that exports all files of a portal.
 *
 * <p><b>Threading.</b> Belongs to the thread of its test.
 */
final class Export implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(2);
  private static final Duration ASK = Duration.ofMillis(50);

  private final FlinkCluster cluster;
  private final Portal portal;
  private final Output output;
  private final String job;
  private final Publications publications;

  private Export(
      FlinkCluster cluster, Portal portal, Output output, String job, Publications publications) {
    this.cluster = cluster;
    this.portal = portal;
    this.output = output;
    this.job = job;
    this.publications = publications;
  }

  /**
   * Submits one.
   *
   * @param directory holds the ids and the output; the same again goes on with that
   */
  static Export start(FlinkCluster cluster, Portal portal, Path directory) throws Exception {
    Output output = new Output(directory.resolve("out"));
    return start(
        cluster,
        portal,
        directory,
        output,
        Publications.watch(output.root(), portal.files()),
        List.of("--to=" + output.root()));
  }

  /** Submits one to a bucket of which the objects are files. */
  static Export start(FlinkCluster cluster, Portal portal, Path directory, TestBucket bucket)
      throws Exception {
    return start(
        cluster,
        portal,
        directory,
        bucket.output(),
        Publications.watch(bucket.output().root(), portal.files(), TestBucket::isScratch),
        bucket.arguments());
  }

  private static Export start(
      FlinkCluster cluster,
      Portal portal,
      Path directory,
      Output output,
      Publications publications,
      List<String> destination)
      throws Exception {
    Path ids = portal.writeIds(directory.resolve("ids.txt"));
    List<String> arguments = new ArrayList<>(destination);
    arguments.add("--portal=" + portal.emulator().portalUri());
    arguments.add("--ids-file=" + ids);
    String job = cluster.submit(arguments);
    return new Export(cluster, portal, output, job, publications);
  }

  String job() {
    return job;
  }

  Output output() {
    return output;
  }

  Portal portal() {
    return portal;
  }

  /** Number of files that are visible. */
  int published() {
    return publications.count();
  }

  /** Waits for a moment that files or counters tell. The export must not have ended before. */
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
    assertThat(met[0]).as("%s, before the export ends", moment).isTrue();
  }

  /** Waits until so many more blocks have been asked for. */
  void awaitGets(long more) {
    long then = portal.gets() + more;
    await(more + " more blocks", () -> portal.gets() >= then);
  }

  /** Waits until so many more blocks have been asked for; false if the export ends before. */
  boolean reaches(long more) {
    long then = portal.gets() + more;
    Awaitility.await(more + " more blocks")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> portal.gets() >= then || hasEnded());
    return !hasEnded();
  }

  /** Waits until the cluster has noticed that a TaskManager is lost, or the export has ended. */
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

  /** Whether the manifest is there, which is the last thing to appear. */
  boolean hasEnded() {
    return Files.exists(output.manifest(job));
  }

  /** Waits for the end of the job, which has to be a good one. */
  void awaitEnd() throws Exception {
    try {
      Awaitility.await("the end of the export")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(this::isFinished);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "The export doesn't end: "
              + cluster.rest().state(job)
              + " "
              + cluster.rest().tasks(job)
              + ", "
              + published()
              + " files published, partials "
              + output.partials(),
          e);
    }
  }

  /** A JobManager that came after the end doesn't know the job any more. */
  private boolean isFinished() throws InterruptedException {
    Optional<String> state = cluster.rest().state(job);
    assertThat(state.orElse("")).as("state of the job").doesNotMatch("FAILED|FAILING|CANCELED");
    return state.map("FINISHED"::equals).orElse(false)
        || (hasEnded() && cluster.rest().forgot(job));
  }

  /** Waits for the end: everything must be there, and never anything else was. */
  void assertWhole() throws Exception {
    awaitEnd();
    output.assertHoldsExactly(portal.files());
    assertThat(publications.violations()).isEmpty();
    Map<Long, ManifestEntry> rows = output.rows(job);
    assertThat(rows).hasSize(portal.files().size());
    assertThat(rows.values())
        .allSatisfy(row -> assertThat(row.status()).as("%s", row).isNotEqualTo(Status.FAILED));
    portal.emulator().requests().assertNoViolations();
  }

  /**
   * Nothing secret may be in what the cluster has logged, stored or answers; gives the number of
   * bytes in files that were looked through.
   */
  long assertNothingTold() throws IOException, InterruptedException {
    Canaries canaries = Canaries.of(portal);
    canaries.assertAbsentFrom(cluster.rest().everything(job));
    return canaries.assertAbsentBelow(cluster.files().root(), output.manifests());
  }

  /** What should not have been seen at the destination so far. */
  List<String> violations() {
    return publications.violations();
  }

  @Override
  public void close() {
    publications.close();
  }
}

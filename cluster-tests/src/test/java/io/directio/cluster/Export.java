// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Exports all files of a portal by their ids, and ends. */
final class Export extends ClusterJob {

  private final Publications publications;

  private Export(
      FlinkCluster cluster, Portal portal, Target target, String job, Publications publications) {
    super(cluster, portal, target, job);
    this.publications = publications;
  }

  /**
   * Submits one.
   *
   * @param directory for the ids
   * @param target the same again goes on with what is there
   */
  static Export start(FlinkCluster cluster, Portal portal, Path directory, Target target)
      throws Exception {
    Publications publications =
        Publications.watch(target.output().root(), portal.files(), target::isScratch);
    Path ids = portal.writeIds(directory.resolve("ids.txt"));
    List<String> arguments = new ArrayList<>(target.arguments());
    arguments.add("--portal=" + portal.emulator().portalUri());
    arguments.add("--ids-file=" + ids);
    return new Export(cluster, portal, target, cluster.submit(arguments), publications);
  }

  /** Number of files that are visible. */
  int published() {
    return publications.count();
  }

  /** Whether the manifest is there, which is the last thing to appear. */
  @Override
  boolean hasEnded() {
    return Files.exists(output().manifest(job()));
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
              + cluster().rest().state(job())
              + " "
              + cluster().rest().tasks(job())
              + ", "
              + published()
              + " files published, partials "
              + output().partials(),
          e);
    }
  }

  /** A JobManager that came after the end doesn't know the job any more. */
  private boolean isFinished() throws InterruptedException {
    Optional<String> state = cluster().rest().state(job());
    assertThat(state.orElse("")).as("state of the job").doesNotMatch("FAILED|FAILING|CANCELED");
    return state.map("FINISHED"::equals).orElse(false)
        || (hasEnded() && cluster().rest().forgot(job()));
  }

  /** Waits for the end: everything must be there, and never anything else was. */
  void assertWhole() throws Exception {
    awaitEnd();
    if (target().leavesOrphans()) {
      target().cleanUp();
    }
    output().assertHoldsExactly(portal().files(), file -> Long.toString(file.id()));
    assertThat(publications.violations()).isEmpty();
    Map<Long, ManifestEntry> rows = output().rows(job());
    assertThat(rows).hasSize(portal().files().size());
    assertThat(rows.values())
        .allSatisfy(row -> assertThat(row.status()).as("%s", row).isNotEqualTo(Status.FAILED));
    portal().emulator().requests().assertNoViolations();
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

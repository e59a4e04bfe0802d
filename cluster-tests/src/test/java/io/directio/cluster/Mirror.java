// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** Follows all folders of a portal for ever, with what is deleted and renamed there. */
final class Mirror extends ClusterJob {

  private static final int BLOCK = 64 << 10;
  private static final Duration LOOK = Duration.ofMillis(200);

  private final MirrorWatch watch;
  private final Set<Long> deleted = new HashSet<>();

  private Mirror(
      FlinkCluster cluster, Portal portal, Target target, String job, MirrorWatch watch) {
    super(cluster, portal, target, job);
    this.watch = watch;
  }

  /** Submits one, and waits until everything is there. */
  static Mirror start(FlinkCluster cluster, Portal portal, Target target) throws Exception {
    MirrorWatch watch = MirrorWatch.of(target.output(), target::isScratch);
    portal.files().forEach(file -> watch.expect(file.path(), file.size()));
    List<String> arguments = new ArrayList<>(target.arguments());
    arguments.add("--portal=" + portal.emulator().portalUri());
    arguments.addAll(List.of("--all-folders", "--follow", "--delete"));
    Mirror mirror = new Mirror(cluster, portal, target, cluster.submit(arguments), watch);
    mirror.awaitMirrored();
    return mirror;
  }

  /** Never. */
  @Override
  boolean hasEnded() {
    return false;
  }

  /** Waits until the same files are there as at the portal, and no others. */
  void awaitMirrored() {
    Awaitility.await("everything is there")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> output().assertPublished(portal().files(), EmulatedFile::path));
  }

  /**
   * Changes files in each way there is, other ones in each round.
   *
   * @param round from 1 to 7
   */
  void change(int round) {
    int first = 6 * round;
    add("small/new-" + round, 5000 + round);
    add("large/new-" + round, 40 * BLOCK + round);
    // Gone before it can have been read to its end.
    add("large/short-" + round, 50 * BLOCK + round);
    delete("large/short-" + round);
    delete("small/" + first);
    delete("medium/" + first);
    rename("small/" + (first + 1), "small/moved/" + round);
    // Another file under the same name.
    delete("small/" + (first + 2));
    add("small/" + (first + 2), 7 + round);
    replace("medium/" + (first + 3), 20 * BLOCK + round);
    replace("large/0", 100 * BLOCK + round);
  }

  /** Waits until another file is taken away here. */
  void awaitRemoval() {
    int before = watch.removals();
    await("a file is removed", () -> watch.removals() > before);
  }

  private Emulator emulator() {
    return portal().emulator();
  }

  private void add(String path, int size) {
    watch.expect(path, size);
    emulator().add(path, Content.random(size, size));
  }

  private void replace(String path, int size) {
    watch.expect(path, size);
    emulator().replace(path, Content.random(size, size));
  }

  private void rename(String from, String to) {
    watch.expect(to, emulator().file(from).size());
    emulator().rename(from, to);
  }

  private void delete(String path) {
    deleted.add(emulator().file(path).id());
    emulator().delete(path);
  }

  /** Cancels it when all is there; nothing else must ever have been, or be left. */
  void assertWhole() throws Exception {
    awaitMirrored();
    assertNothingTold();
    cancel();
    assertThat(watch.violations()).isEmpty();
    target().finishManifests();
    target().cleanUp();
    output().assertPublished(portal().files(), EmulatedFile::path);
    assertThat(output().partials()).as("orphans").isEmpty();
    Map<Long, ManifestEntry> rows = output().rows(job());
    for (EmulatedFile file : portal().files()) {
      assertThat(rows.get(file.id()).status()).as("%s", file).isIn(Status.OK, Status.SKIPPED);
      assertThat(rows.get(file.id()).path()).isEqualTo(file.path());
    }
    for (Long id : deleted) {
      if (rows.containsKey(id)) {
        assertThat(rows.get(id).status()).as("%s", rows.get(id)).isNotEqualTo(Status.OK);
      }
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}

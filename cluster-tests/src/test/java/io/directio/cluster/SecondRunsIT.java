// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import org.junit.jupiter.api.Test;

/** Another run does what the first one could not do, and touches nothing that was done. */
class SecondRunsIT extends ExportsUnderHarm {

  /** Runs an export that is spoilt by a script, and another one after that. */
  private void surviveTogether(Script<Export> script) throws Exception {
    FlinkCluster cluster = CLUSTERS.of(version);
    try (Portal portal = Portal.start(LATENCY);
        Target folder = Folder.in(directory);
        Export first = Export.start(cluster, portal, directory, folder)) {
      first.await("a file is published", () -> first.published() > 0);
      script.play(cluster, first);
      try (Export second = Export.start(cluster, portal, directory, folder)) {
        second.assertWhole();
      }
      assertThat(first.violations()).isEmpty();
    }
  }

  private static void awaitEndWithFailedFiles(Export export) throws Exception {
    export.awaitEnd();
    assertThat(export.output().rows(export.job()).values())
        .hasSize(export.portal().files().size())
        .extracting(ManifestEntry::status)
        .contains(Status.OK, Status.FAILED);
  }

  @Test
  void theStorageIsDownUntilTheFirstRunHasEnded() throws Exception {
    surviveTogether(
        (cluster, first) -> {
          first.portal().emulator().stopStorage();
          awaitEndWithFailedFiles(first);
          first.portal().emulator().startStorage();
        });
  }

  @Test
  void thePortalIsDownUntilTheFirstRunHasEnded() throws Exception {
    surviveTogether(
        (cluster, first) -> {
          first.portal().emulator().stopPortal();
          awaitEndWithFailedFiles(first);
          first.portal().emulator().startPortal();
        });
  }

  @Test
  void theFirstRunIsCancelled() throws Exception {
    surviveTogether(
        (cluster, first) -> {
          first.awaitGets(100);
          first.cancel();
        });
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard asks for what Flink's reporter for Prometheus really tells. */
class DashboardTest {

  private static final int PORT = ObservedExport.freePort();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(ObservedExport.reporting(PORT))
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir Path directory;

  @Test
  void asksForWhatIsThere() throws Exception {
    Set<String> asked = Dashboard.ofDocumentation().names();
    assertThat(asked).hasSizeGreaterThan(20);
    try (ObservedExport export = ObservedExport.start(directory, PORT)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                Set<String> told = export.names();
                assertThat(told).containsAll(asked);
                // What is our own is looked at.
                assertThat(asked)
                    .containsAll(
                        told.stream().filter(name -> name.contains("_directio_")).toList());
              });
    }
  }
}

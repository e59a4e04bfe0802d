// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The frame of tests that do harm while a job runs, on each version of Flink. */
@Tag("chaos")
@ParameterizedClass
@MethodSource("io.directio.cluster.FlinkVersion#chosen")
abstract class ExportsUnderHarm {

  /** Of each block: an export takes some ten times as long. */
  static final Duration LATENCY = Duration.ofMillis(1000);

  @RegisterExtension static final FlinkClusters CLUSTERS = new FlinkClusters(ClusterMode.HARMED);

  @Parameter FlinkVersion version;

  @TempDir Path directory;

  /** Something to do while a job runs. */
  interface Script<J extends ClusterJob> {
    void play(FlinkCluster cluster, J job) throws Exception;
  }

  /** The same with the usual latency, and to a directory unless the class says otherwise. */
  void survive(Script<Export> script) throws Exception {
    survive(Folder::in, LATENCY, script);
  }

  /** Runs an export, which must come to a good end whatever the script does. */
  void survive(Target.Kind kind, Duration latency, Script<Export> script) throws Exception {
    FlinkCluster cluster = CLUSTERS.of(version);
    try (Portal portal = Portal.start(latency);
        Target target = kind.in(directory);
        Export export = Export.start(cluster, portal, directory, target)) {
      script.play(cluster, export);
      portal.hurry();
      export.assertWhole();
      export.assertNothingTold();
    }
  }
}
